/** `ledger statement`: the root over all rows at a height, and proofs of rows against it. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { exportState } from "#ledger-core/node/statement/export-state.ts";
import { makeStatement } from "#ledger-core/node/statement/make-statement.ts";
import { checkWanted, orderColumns, RowsNotProvable } from "#ledger-core/node/statement/prove-rows.ts";
import type { NotProvable, RowsWanted } from "#ledger-core/node/statement/prove-rows.ts";
import type { ProofFile } from "#ledger-core/node/proofs/export-proof.ts";
import { isWhole } from "#ledger-core/proof/state-checks.ts";
import { rangeText, statementJson } from "#ledger-core/proof/state-json.ts";
import type { StateClaim } from "#ledger-core/proof/state-json.ts";
import { rowsOf } from "#ledger-core/proof/state-statement.ts";
import { answerJson, answerLines, exitOfAnswer } from "#ledger-core/cli/answer.ts";
import { withReading, withWriting } from "#ledger-core/cli/access.ts";
import { Interrupted, usageFailure } from "#ledger-core/cli/failure.ts";
import { tableLines } from "#ledger-core/cli/output.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import { outputPath } from "#ledger-core/cli/output-path.ts";
import { reachedHeight } from "#ledger-core/cli/past.ts";
import { requireText, requireWord, wholeNumber } from "#ledger-core/cli/require.ts";
import type { Failure } from "#ledger-core/cli/failure.ts";
import { unlockSigner } from "#ledger-core/cli/signer.ts";
import type { Answer } from "#ledger-core/cli/signer.ts";
import type { Invocation, Options, RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";
import { tryRoom, writeFiles } from "#ledger-core/cli/write-files.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const folder = path(requireWord(invocation, 0));
  const wanted = wantedOf(options);
  const target = outputPath(invocation);
  if (wanted !== undefined && target === undefined) requireText(options, "output", "statement");
  if (wanted === undefined && target !== undefined) requireText(options, "table", "statement");
  return await withReading(folder, async (ledger) => {
    const { ruleset, reader, network, first } = ledger;
    const height = heightOf(ledger, wholeNumber(options, "at", "statement"));
    const made = await provable(async () => {
      if (wanted !== undefined) checkWanted(ruleset, wanted);
      const progress = (done: number): void => output.progress({ zh: `已计算 ${done} 行`, en: `${done} rows done` });
      return await makeStatement({ folder, network, height, wanted, progress, signal });
    });
    if (signal.aborted) throw new Interrupted();
    const { head, root, hashed, rows } = made;
    const filesNow = (): readonly ProofFile[] =>
      rows === undefined ? [] : exportState(reader, ruleset, nodeSuite, { head, rows, first });
    // What is sealed stays sealed, whether or not it can be taken away.
    if (target !== undefined && options.text("as") !== undefined)
      tryRoom(
        target,
        filesNow().reduce((sum, { bytes }) => sum + bytes.length, 0),
      );
    const answer = await declare(invocation, folder, { height: head.height, root, rows: rowsOf(head) });
    const declared = answer === undefined ? undefined : answerJson(answer, output);
    const written = target === undefined ? [] : writeFiles(target, filesNow());
    const { tables, ...statement } = statementJson(head, root);
    const more = { ...(declared && { declared }), ...(rows === undefined ? {} : { files: written }) };
    output.result({ ...statement, tables, hashed, ...more }, [
      output.words({
        zh: `高度 ${head.height}：共 ${rowsOf(head)} 行，状态根 ${encodeHex(root)}`,
        en: `Height ${head.height}: ${rowsOf(head)} rows, root of the state ${encodeHex(root)}`,
      }),
      ...tableLines(head.tables.map(({ name, rows: count }) => [`  ${name}`, String(count)])),
      ...(rows === undefined
        ? []
        : [output.words(claimWords(rows.claim, wanted, orderColumns(ruleset.tables.get(rows.claim.table))))]),
      ...(rows === undefined ? [] : fileLines(output, written)),
      ...(declared === undefined ? [] : answerLines(declared, output)),
    ]);
    return answer === undefined ? 0 : exitOfAnswer(answer);
  });
};

/** With `--as`, signs what was computed: to whoever trusts the log's key, a proof against a root that nobody signed is nothing. */
async function declare(
  { output, options }: Invocation,
  folder: string,
  body: { readonly height: number; readonly root: Uint8Array; readonly rows: number },
): Promise<Answer | undefined> {
  const person = options.text("as");
  if (person === undefined) return undefined;
  return await withWriting(folder, async (access) => {
    const signer = await unlockSigner(access, output, person);
    return await signer.perform("state.declare", body);
  });
}

function heightOf(ledger: ReadLedger, at: number | undefined): number {
  return at === undefined ? (ledger.reader.head()?.height ?? 0) : reachedHeight(ledger, at, "statement");
}

function wantedOf(options: Options): RowsWanted | undefined {
  const table = options.text("table");
  const key = wholeNumber(options, "key", "statement");
  const from = options.text("from");
  const below = options.text("below");
  if (table === undefined) {
    if (key !== undefined || from !== undefined || below !== undefined) requireText(options, "table", "statement");
    return undefined;
  }
  if (key !== undefined && (from !== undefined || below !== undefined))
    throw usageFailure(
      { zh: "--key 不能与 --from、--below 同用。", en: "--key does not go with --from and --below." },
      "statement",
    );
  if (key !== undefined) return { table, key };
  return { table, from: valuesOf(from ?? ""), below: below === undefined ? undefined : valuesOf(below) };
}

/** Values with commas between them, numbers where they look like numbers; or a JSON list. */
function valuesOf(text: string): readonly unknown[] {
  if (text.trim() === "") return [];
  if (text.trimStart().startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list;
    } catch {
      // Said below.
    }
    throw usageFailure({ zh: `“${text}”不是 JSON 列表。`, en: `“${text}” is no JSON list.` }, "statement");
  }
  return text.split(",").map((part) => (/^-?[0-9]{1,15}$/.test(part.trim()) ? Number(part) : part.trim()));
}

async function provable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RowsNotProvable) throw notProvable(error.why);
    throw error;
  }
}

function notProvable(why: NotProvable): Failure {
  return usageFailure(causeOf(why), "statement", nextOf(why));
}

function causeOf(why: NotProvable): Words {
  switch (why.reason) {
    case "table":
      return { zh: `没有“${why.table}”这张表。`, en: `There is no table “${why.table}”.` };
    case "values":
      return {
        zh: `给出的值太多；这张表按 ${why.columns.join("、")} 排序。`,
        en: `These are too many values; the table is ordered by ${why.columns.join(", ")}.`,
      };
    case "value":
      return { zh: `${why.column} 的值不对（${why.need}）。`, en: `${why.column} needs ${why.need}.` };
    case "backwards":
      return { zh: "--below 不在 --from 之后。", en: "--below does not come after --from." };
    case "many":
      return {
        zh: `一份证明容纳不下这 ${why.rows} 行。`,
        en: `${why.rows} rows are more than one proof can hold.`,
      };
  }
}

function nextOf(why: NotProvable): Words | undefined {
  if (why.reason === "table")
    return { zh: `可用：${why.tables.join("、")}。`, en: `There are ${why.tables.join(", ")}.` };
  if (why.reason !== "many") return undefined;
  return { zh: "请用 --from 和 --below 缩小范围。", en: "Choose fewer of them with --from and --below." };
}

/** What the proof is of. */
function claimWords(claim: StateClaim, wanted: RowsWanted | undefined, columns: readonly string[]): Words {
  const { table } = claim;
  if (claim.kind === "row")
    return { zh: `所证明的是 ${table} 中编号 ${claim.key} 的一行：`, en: `Proven is row ${claim.key} of ${table}:` };
  if (wanted !== undefined && "key" in wanted)
    return {
      zh: `${table} 中没有编号 ${wanted.key} 的行，由下列文件证明：`,
      en: `${table} has no row ${wanted.key}; this proves it:`,
    };
  if (isWhole(claim)) return { zh: `所证明的是 ${table} 的全部行：`, en: `Proven are all rows of ${table}:` };
  const range = rangeText(claim);
  return {
    zh: `所证明的是 ${table} 中的行（按 ${columns.join("、")} 排序）：${range}：`,
    en: `Proven are the rows of ${table}, in the order of ${columns.join(", ")}, at ${range}:`,
  };
}

function fileLines(output: Output, files: readonly string[]): readonly string[] {
  return [
    ...files.map((file) => `  ${file}`),
    output.words({ zh: "可用 ledger verify 离线验证。", en: "ledger verify checks it, offline and anywhere." }),
    ...(files.length > 1
      ? []
      : [
          output.words({
            zh: "无人签署过这一状态根：信任账本公钥的人不会采信。请用 --as 签署。",
            en: "Nobody has signed that root, so nobody who trusts the ledger's key will accept it: sign it with --as.",
          }),
        ]),
  ];
}
