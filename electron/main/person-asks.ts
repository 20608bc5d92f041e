/**
 * What the console may ask of the person through the shell: to sign what it has laid down, and to unlock a key. The console names
 * the act by its digest only; every word that the person reads comes from the node.
 */
import type { Receipt } from "#ledger-core/contract/api/session.ts";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import type { DescribedAct, ShellOutcome } from "#ledger-core/contract/api/shell.ts";
import type { Language, Sheet, SheetSentence, SheetTrouble } from "#electron/preload/messages.ts";
import type { Keychain, KeychainName } from "./keychain.ts";
import type { NodeProcess } from "./node-process.ts";
import { askInSheet } from "./sheet-window.ts";
import type { Attempt, SheetAnswer, SheetSurroundings } from "./sheet-window.ts";
import { bothWords, words } from "./words.ts";
import type { WordKey } from "./words.ts";

export type AskOptions = {
  readonly node: NodeProcess;
  readonly keychain: Keychain;
  readonly surroundings: SheetSurroundings;
  /** The shell's name of the window that asks. */
  readonly window: string;
  readonly language: Language;
};

const wrongPassphrase: ReadonlySet<string> = new Set(["PASSPHRASE_WRONG", "PASSPHRASE_DELAYED", "KEYSTORE_BUSY"]);

/** Shows the act under a digest in the node's words; the receipt if the person signs it. */
export async function confirmAct(options: AskOptions, digest: string): Promise<ShellOutcome<Receipt>> {
  const { node, keychain, surroundings, window, language } = options;
  const described = await node.ask({ kind: "describe", window, digest });
  if (described.state === "refused") return described;
  const act = described.result;
  const name: KeychainName = { network: act.network, handle: act.handle };
  const keeping = await keepingOf(keychain, act.method === "click" ? undefined : name);
  const sheet: Sheet = {
    language,
    words: { zh: confirmWords("zh", act), en: confirmWords("en", act) },
    asks: act.method === "click" || keeping.isKept ? "click" : "passphrase",
    offersKeeping: keeping.isOffered,
  };
  let refused: Problem | undefined;
  const attempt = async (answer: SheetAnswer): Promise<Attempt<Receipt>> => {
    const passphrase = act.method === "click" ? undefined : (answer.passphrase ?? (await keychain.find(name)));
    if (act.method === "passphrase" && passphrase === undefined) return keychainGone(keychain, name);
    const outcome = await node.ask({
      kind: "confirm",
      window,
      digest,
      ...(passphrase !== undefined && { passphrase }),
    });
    if (outcome.state === "done") {
      if (sheet.offersKeeping) await keepIfAsked(keychain, name, answer);
      return { kind: "done", result: outcome.result };
    }
    const { problem } = outcome;
    if (problem.code === "PASSPHRASE_WRONG" && answer.passphrase === undefined) return keychainGone(keychain, name);
    const isFinal = !wrongPassphrase.has(problem.code);
    if (isFinal) refused = problem;
    return { kind: "trouble", trouble: troubleOf(problem, { asks: sheet.asks, isFinal }) };
  };
  const receipt = await askInSheet(surroundings, sheet, attempt);
  if (receipt !== undefined) return { state: "done", result: receipt };
  if (refused !== undefined) return { state: "refused", problem: refused };
  await node.ask({ kind: "withdraw", window, digest });
  return { state: "withdrawn" };
}

/** Unlocks a person's key for the window, which learns that it is unlocked and nothing else. */
export async function unlockPerson(options: AskOptions, handle: string): Promise<ShellOutcome<null>> {
  const { node, surroundings, window, language } = options;
  const sheet: Sheet = {
    language,
    words: { zh: unlockWords("zh", handle), en: unlockWords("en", handle) },
    asks: "passphrase",
    offersKeeping: false,
  };
  let refused: Problem | undefined;
  const attempt = async ({ passphrase = "" }: SheetAnswer): Promise<Attempt<true>> => {
    const outcome = await node.ask({ kind: "unlock", window, handle, passphrase });
    if (outcome.state === "done") return { kind: "done", result: true };
    const isFinal = !wrongPassphrase.has(outcome.problem.code);
    if (isFinal) refused = outcome.problem;
    return { kind: "trouble", trouble: troubleOf(outcome.problem, { asks: "passphrase", isFinal }) };
  };
  if (await askInSheet(surroundings, sheet, attempt)) return { state: "done", result: null };
  return refused === undefined ? { state: "withdrawn" } : { state: "refused", problem: refused };
}

/** One question at a time: a page that asks a second one is told so, and the person is not buried under windows. */
export function busyProblem(): Problem {
  return { code: "SHEET_BUSY", data: {}, cause: bothWords("sheet.busy.cause"), next: bothWords("sheet.busy.next") };
}

/** Whether a passphrase is kept, and whether keeping it can be offered; nothing of either for a demo's keys. */
async function keepingOf(
  keychain: Keychain,
  name: KeychainName | undefined,
): Promise<{ readonly isKept: boolean; readonly isOffered: boolean }> {
  if (name === undefined) return { isKept: false, isOffered: false };
  const isKept = (await keychain.find(name)) !== undefined;
  return { isKept, isOffered: await keychain.isAvailable() };
}

async function keepIfAsked(keychain: Keychain, name: KeychainName, { passphrase, keep }: SheetAnswer): Promise<void> {
  if (!keep || passphrase === undefined) return;
  try {
    await keychain.save(name, passphrase);
  } catch (error) {
    // It is signed; that the passphrase will have to be typed again next time is all that is lost.
    console.error(error);
  }
}

async function keychainGone(keychain: Keychain, name: KeychainName): Promise<Attempt<never>> {
  await keychain.forget(name);
  const problem = { cause: bothWords("keychain.gone.cause"), next: bothWords("keychain.gone.next") };
  return { kind: "trouble", trouble: troubleOf(problem, { asks: "passphrase", isFinal: false }) };
}

function troubleOf(
  { cause, next }: Pick<Problem, "cause" | "next">,
  rest: Pick<SheetTrouble, "asks" | "isFinal">,
): SheetTrouble {
  return { words: { zh: { cause: cause.zh, next: next.zh }, en: { cause: cause.en, next: next.en } }, ...rest };
}

function confirmWords(language: Language, { sentence, signer, handle }: DescribedAct) {
  const named =
    signer === null
      ? handle
      : words(language, "signer.person", {
          department: signer.department.name[language],
          title: signer.title[language],
          name: signer.maskedName === "" ? signer.handle : signer.maskedName,
        });
  return sheetWords(language, {
    kind: "confirm",
    sentence: sentence[language],
    signer: words(language, "sheet.confirm.signer", { signer: named }),
  });
}

function unlockWords(language: Language, handle: string) {
  const mark = "{handle}";
  const [before = "", after = ""] = words(language, "sheet.unlock.sentence").split(mark);
  const sentence = [
    { text: before, strong: false },
    { text: handle, strong: true },
    { text: after, strong: false },
  ];
  return sheetWords(language, { kind: "unlock", sentence, signer: "" });
}

function sheetWords(
  language: Language,
  given: { readonly kind: "confirm" | "unlock"; readonly sentence: SheetSentence; readonly signer: string },
) {
  const say = (key: WordKey): string => words(language, key);
  return {
    title: say(`sheet.${given.kind}.title`),
    sentence: given.sentence,
    signer: given.signer,
    passphrase: say("sheet.passphrase"),
    keep: say("sheet.keep"),
    keepHint: say("sheet.keepHint"),
    accept: say(`sheet.${given.kind}.accept`),
    working: say(`sheet.${given.kind}.working`),
    cancel: say("sheet.cancel"),
    close: say("sheet.close"),
    other: say("sheet.other"),
  };
}
