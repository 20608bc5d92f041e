/** `ledger import`: outside catalogues in, each file compared with the ledger, signed in batches, reported. */
import { setImmediate } from "node:timers/promises";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { formatsNamed, formatWords } from "#ledger-core/exchange/catalog-formats.ts";
import { planFile } from "#ledger-core/node/importing/plan-file.ts";
import type { ImportPlan, RefusedFile } from "#ledger-core/node/importing/plan-import.ts";
import { runImport } from "#ledger-core/node/importing/run-import.ts";
import type { ImportOutcome } from "#ledger-core/node/importing/run-import.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { momentOf, withReading, withWriting } from "#ledger-core/cli/access.ts";
import type { LedgerAccess } from "#ledger-core/cli/access.ts";
import { findDepartment } from "#ledger-core/cli/departments.ts";
import { Failure, Interrupted, refusalFailure, usageFailure } from "#ledger-core/cli/failure.ts";
import { planReport, refusedReport, reportLines, sealedReport } from "#ledger-core/cli/import-report.ts";
import type { FileReport } from "#ledger-core/cli/import-report.ts";
import { InputFile } from "#ledger-core/cli/input-file.ts";
import { checkpointLines } from "#ledger-core/cli/output.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { previewSigner, unlockSigner } from "#ledger-core/cli/signer.ts";
import type { Signer } from "#ledger-core/cli/signer.ts";
import type { Invocation, RunVerb } from "#ledger-core/cli/verb.ts";

type Department = Pick<Signer, "actor">;

export const run: RunVerb = async (invocation) => {
  const { output, options, path, words } = invocation;
  const format = options.text("format");
  if (format !== undefined && formatsNamed(format).length === 0)
    throw usageFailure(
      {
        zh: `没有“${format}”这种格式。可用的格式：${formatWords().join("、")}。`,
        en: `There is no format “${format}”. The formats are ${formatWords().join(", ")}.`,
      },
      "import",
    );
  if (options.text("source")?.trim() === "")
    throw usageFailure({ zh: "--source 后面没有来源名称。", en: "After --source there is no source's key." }, "import");
  const folder = path(requireWord(invocation, 0));
  const files = words.slice(1).map((file) => new InputFile(file, path(file)));
  const started = performance.now();
  const done = (reports: readonly FileReport[], entries: number, checkpoint: string | null): 0 | 1 => {
    const seconds = Math.round(performance.now() - started) / 1_000;
    return finish(invocation, { files: reports, entries, seconds, checkpoint });
  };
  if (options.has("dry-run")) return done(await preview(invocation, folder, files), 0, null);
  return await withWriting(folder, async (access) => {
    const signer = await unlockSigner(access, output, options.text("as"));
    checkDepartment(access, signer, options.text("department"));
    const checkpoint = (): string | null => access.ledger.reader.head()?.checkpoint ?? null;
    if (options.has("strict")) {
      const reports = await reportAll(invocation, access, signer, files);
      if (reports.some((report) => report.refused.length > 0)) return done(reports, 0, checkpoint());
    }
    const { reports, entries } = await importAll(invocation, { access, signer, files });
    return done(reports, entries, checkpoint());
  });
};

/** What would happen, file by file, without a passphrase and without writing. */
async function preview(
  invocation: Invocation,
  folder: string,
  files: readonly InputFile[],
): Promise<readonly FileReport[]> {
  const { options } = invocation;
  return await withReading(folder, async (ledger) => {
    const access = { ledger, keystore: ledgerKeystore(folder, ledger.networkHex) };
    const signer = await previewSigner(access, options.text("as"));
    checkDepartment(access, signer, options.text("department"));
    return await reportAll(invocation, access, signer, files);
  });
}

/**
 * What would become of each file. Throws SOURCE_TWICE for a second file of one source: all are compared with the ledger as it is now, but
 * such a one is imported into what the one before it leaves.
 */
async function reportAll(
  invocation: Invocation,
  access: Pick<LedgerAccess, "ledger">,
  signer: Department,
  files: readonly InputFile[],
): Promise<readonly FileReport[]> {
  const reports: FileReport[] = [];
  const fileOf = new Map<string, string>();
  for (const input of files) {
    const plan = await planOf(invocation, access, signer, input);
    if (plan.ok) {
      const before = fileOf.get(plan.source.key);
      if (before !== undefined) throw sourceTwice(before, input.file, plan.source.key);
      fileOf.set(plan.source.key, input.file);
    }
    reports.push(
      plan.ok ? planReport(input.file, plan, invocation.output) : refusedReport(input.file, plan, invocation.output),
    );
  }
  return reports;
}

function sourceTwice(first: string, second: string, source: string): Failure {
  return new Failure(
    "SOURCE_TWICE",
    2,
    {
      zh: `${first} 和 ${second} 属于同一来源“${source}”：后一个文件的结果要等前一个导入后才能预览或检查。`,
      en: `${first} and ${second} are of one source, “${source}”: what the second would do cannot be told before the first is imported.`,
    },
    {
      zh: "请每个来源只指明一个文件，逐个运行；若来源不同，用 --source 分别指明。",
      en: "Name one file of each source, and run the command for one after the other; if they are of different sources, name each with --source.",
    },
  );
}

/** Rejects with the signal's reason on the first Ctrl-C: at once, or for a plain file once it is read. */
async function planOf(
  { options, signal }: Invocation,
  access: Pick<LedgerAccess, "ledger">,
  signer: Department,
  input: InputFile,
): Promise<ImportPlan | RefusedFile> {
  const file = {
    bytes: input.read(),
    fileName: input.file,
    format: options.text("format") ?? "",
    source: options.text("source") ?? "",
    department: signer.actor.department,
  };
  const { plan } = await planFile(file, access.ledger, { signal, isAlone: true });
  // What came while this thread was reading is told within two turns of the loop.
  await setImmediate();
  await setImmediate();
  signal.throwIfAborted();
  if (plan instanceof StoreError) throw plan;
  return plan;
}

type ImportWork = { readonly access: LedgerAccess; readonly signer: Signer; readonly files: readonly InputFile[] };

async function importAll(
  invocation: Invocation,
  { access, signer, files }: ImportWork,
): Promise<{ readonly reports: readonly FileReport[]; readonly entries: number }> {
  const { output, options } = invocation;
  const reports: FileReport[] = [];
  let entries = 0;
  for (const input of files) {
    // Each file is compared with the ledger as the one before it has left it.
    const plan = await planOf(invocation, access, signer, input);
    if (!plan.ok) {
      reports.push(refusedReport(input.file, plan, output));
      continue;
    }
    const report = planReport(input.file, plan, output);
    if (plan.needsConsent && !options.has("yes")) {
      reports.push(report);
      continue;
    }
    const outcome = await importOne(invocation, access, signer, { file: input.file, plan });
    entries += outcome.batches.length;
    reports.push(sealedReport(report, plan, outcome));
  }
  return { reports, entries };
}

async function importOne(
  { output, signal }: Invocation,
  access: LedgerAccess,
  signer: Signer,
  { file, plan }: { readonly file: string; readonly plan: ImportPlan },
): Promise<ImportOutcome> {
  const { reader } = access.ledger;
  const total = plan.puts.length + plan.retirements.length;
  let done = 0;
  try {
    const outcome = await runImport(plan, {
      blobs: reader.blobs,
      logSize: () => reader.head()?.size ?? 0,
      perform: async (kind, body) => (await signer.perform(kind, body)).outcome,
      onBatch: ({ receipt, lines }) => {
        done += lines.length;
        const { height, index } = receipt;
        if (receipt.state === "executed")
          output.step({
            zh: `${file}：已封存 ${done}/${total}，高度 ${height}，条目 ${index}`,
            en: `${file}: sealed ${done}/${total}, height ${height}, entry ${index}`,
          });
      },
      signal,
    });
    if (outcome.stopped?.why === "aborted") throw new Interrupted();
    if (outcome.stopped !== undefined) throw refusalFailure(outcome.stopped.code, outcome.stopped.data);
    return outcome;
  } catch (error) {
    output.say({
      zh: `${file}：共 ${total} 条更改，已签署并封存 ${done} 条；再次运行同一命令会从此处继续。`,
      en: `${file}: ${done} of ${total} changes are signed and sealed; the same command goes on from there.`,
    });
    throw error;
  }
}

/** Records belong to the signer's department; naming another one is a mistake that must not pass unnoticed. */
function checkDepartment(
  access: Pick<LedgerAccess, "ledger">,
  signer: Pick<Signer, "actor" | "handle">,
  named: string | undefined,
): void {
  if (named === undefined) return;
  const department = findDepartment(new Rows(momentOf(access).rows), named);
  if (department.key === signer.actor.department) return;
  throw new Failure(
    "DEPARTMENT_MISMATCH",
    2,
    {
      zh: `${signer.handle} 不属于“${department.row.name}”。`,
      en: `${signer.handle} does not belong to “${department.row.name}”.`,
    },
    { zh: "请用 --as 指明该部门的人员。", en: "Name somebody of that department with --as." },
  );
}

type ImportResult = {
  readonly files: readonly FileReport[];
  readonly entries: number;
  readonly seconds: number;
  /** Of the ledger as the import has left it, to be kept elsewhere; null in a preview. */
  readonly checkpoint: string | null;
};

function finish({ output, options }: Invocation, result: ImportResult): 0 | 1 {
  const { files } = result;
  const isPreview = options.has("dry-run");
  const refusedFile = files.some((report) => report.source === null);
  const refusedRows = options.has("strict") && files.some((report) => report.refused.length > 0);
  const unagreed = !isPreview && files.some((report) => report.needsConsent && !report.imported);
  output.result(result, [
    ...files.flatMap((report) => reportLines(report, output)),
    isPreview
      ? output.words({ zh: "这是预览，没有写入任何内容。", en: "This is a preview; nothing was written." })
      : output.words({
          zh: `${result.entries} 个条目，${result.seconds} 秒。`,
          en: `${result.entries} entries in ${result.seconds} s.`,
        }),
    ...checkpointLines(result.checkpoint),
  ]);
  if (refusedRows)
    output.say({
      zh: "有行被拒绝，没有导入任何内容（--strict）。",
      en: "Rows were refused, so nothing was imported (--strict).",
    });
  if (unagreed)
    output.say({
      zh: "将停用来源中五分之一以上的记录，因此没有导入。请用 --dry-run 查看，确认后加上 --yes。",
      en: "More than a fifth of the source's records would be retired, so the file was not imported. Look with --dry-run, and agree with --yes.",
    });
  return refusedFile || refusedRows || unagreed ? 1 : 0;
}
