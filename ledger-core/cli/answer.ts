/** What became of a submitted act, for scripts and for people. */
import type { RefusalData } from "#ledger-core/contract/schema/errors.ts";
import { refusalMessage } from "#ledger-core/contract/text/texts.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { exitOfRefusal } from "./failure.ts";
import type { Output } from "./output.ts";
import type { Answer } from "./signer.ts";

/** The JSON of `submit` and of the verbs that are a submission. What the door turns away has no place in the log. */
export type AnswerJson = {
  readonly id: string;
  readonly state: "sealed" | "proposed" | "refused";
  readonly code: string | null;
  readonly height: number | null;
  readonly index: number | null;
  readonly proposal: number | null;
  readonly message: string | null;
};

export function answerJson({ id, outcome }: Answer, output: Output): AnswerJson {
  const message = (code: string): string => refusalMessage(output.language, code, outcome.data);
  if (!isReceipt(outcome))
    return {
      id,
      state: "refused",
      code: outcome.code,
      height: null,
      index: null,
      proposal: null,
      message: [outcome.code, ...refusedIn(outcome.data)].map((code) => message(code)).join("\n"),
    };
  const { height, index, code } = outcome;
  const place = { id, height, index, proposal: outcome.proposal ?? null };
  if (outcome.state === "refused") return { ...place, state: "refused", code, message: message(code) };
  if (outcome.state === "proposed") {
    const waits = output.words({
      zh: `还需要他人签署：提案 ${outcome.proposal ?? ""}。`,
      en: `Others have to sign: proposal ${outcome.proposal ?? ""}.`,
    });
    return { ...place, state: "proposed", code: null, message: waits };
  }
  return { ...place, state: "sealed", code: null, message: null };
}

/** The act by which a ledger goes on that is only read says why it was refused itself. */
function refusedIn({ refused }: RefusalData): readonly string[] {
  return typeof refused === "string" ? [refused] : [];
}

/** Prints the answer, and gives the command's exit code. */
export function printAnswer(answer: Answer, output: Output): 0 | 1 | 3 {
  const json = answerJson(answer, output);
  output.result(json, answerLines(json, output));
  return exitOfAnswer(answer);
}

export function exitOfAnswer({ outcome }: Pick<Answer, "outcome">): 0 | 1 | 3 {
  if (!isReceipt(outcome)) return exitOfRefusal(refusedIn(outcome.data)[0] ?? outcome.code);
  return outcome.state === "refused" ? 1 : 0;
}

/** What became of it, its place and id, and what else there is to say. */
export function answerLines(json: AnswerJson, output: Output): readonly string[] {
  const place =
    json.index === null
      ? ""
      : output.words({
          zh: `（高度 ${json.height}，条目 ${json.index}）`,
          en: ` (height ${json.height}, entry ${json.index})`,
        });
  const state = output.words(STATES[json.state]);
  return [`${state}${place} ${json.id}`, ...(json.message === null ? [] : [json.message])];
}

const STATES = {
  sealed: { zh: "已封存", en: "Sealed" },
  proposed: { zh: "已提出", en: "Proposed" },
  refused: { zh: "已拒绝", en: "Refused" },
} as const;
