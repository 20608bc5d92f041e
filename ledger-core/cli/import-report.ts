/** What an import says of each file, for scripts and for people. */
import { FORMAT_WORDS } from "#ledger-core/exchange/guess-format.ts";
import type { RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { findingText } from "#ledger-core/node/importing/finding-words.ts";
import type { ImportPlan, RefusedFile } from "#ledger-core/node/importing/plan-import.ts";
import type { ImportOutcome } from "#ledger-core/node/importing/run-import.ts";
import type { Output } from "./output.ts";

export type RefusedRow = {
  /** Counted from 1; 0 is the file as a whole, or a record that is not in it. */
  readonly row: number;
  readonly code: string;
  readonly message: string;
  readonly sourceId: string | null;
  /** Field and value in words of the file; empty for the row itself. */
  readonly path: string;
  readonly value: string;
};

export type FileReport = {
  readonly file: string;
  readonly format: string;
  readonly source: string | null;
  /** True if what is counted here was written; false in a preview, and where nothing was written. */
  readonly imported: boolean;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly retired: number;
  /** Records that wait for more signatures. */
  readonly proposed: number;
  readonly refused: readonly RefusedRow[];
  readonly warnings: readonly RefusedRow[];
  /** Fields with no home of their own, kept verbatim. */
  readonly kept: number;
  readonly needsConsent: boolean;
};

const WARNINGS_MAX = 1_000;
const PLACES_MAX = 5;
/** How a command names what a window asks for in a field. */
const SOURCE_OPTION = { en: " The option for it is --source.", zh: "所用选项为 --source。" };

/** The report of a file that is refused as a whole. */
export function refusedReport(file: string, refused: RefusedFile, output: Output): FileReport {
  const { code, detail, format } = refused;
  const { message, advice } = findingText({ code, severity: "refused" }, format, output.language);
  const named = detail === "" ? FORMAT_WORDS[format][output.language] : detail;
  const option = code === "SOURCE_UNNAMED" ? output.words(SOURCE_OPTION) : "";
  const words = sentence(output, message, named, `${advice}${option}`);
  const none = { read: 0, added: 0, changed: 0, unchanged: 0, retired: 0, proposed: 0, warnings: [], kept: 0 };
  const refusal = { row: 0, code, message: words, sourceId: null, path: "", value: "" };
  return { file, format, source: null, imported: false, ...none, refused: [refusal], needsConsent: false };
}

/** The report of a plan, before anything is written or when all of it was. */
export function planReport(file: string, plan: ImportPlan, output: Output): FileReport {
  const { diff, waiting, needsConsent } = plan;
  const told = (severity: RowFinding["severity"]): readonly RefusedRow[] =>
    plan.findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => rowOf(finding, plan.format.name, output));
  return {
    file,
    format: plan.format.name,
    source: plan.source.key,
    imported: false,
    read: plan.rows,
    added: diff.added.length,
    changed: diff.changed.length,
    unchanged: diff.unchanged.length,
    retired: diff.retired.length,
    proposed: waiting.length,
    refused: told("refused"),
    warnings: told("warning").slice(0, WARNINGS_MAX),
    kept: plan.fieldsKept,
    needsConsent,
  };
}

/** The report of what was sealed; records whose batch became a proposal are told apart from those that were written. */
export function sealedReport(report: FileReport, plan: ImportPlan, outcome: ImportOutcome): FileReport {
  const proposals = outcome.batches.filter(({ receipt }) => receipt.state === "proposed");
  const proposed = new Set(proposals.flatMap(({ sourceIds }) => sourceIds));
  const written = (ids: readonly string[]): number => ids.filter((id) => !proposed.has(id)).length;
  const { added, changed, retired } = plan.diff;
  return {
    ...report,
    imported: true,
    added: written(added),
    changed: written(changed),
    retired: written(retired),
    proposed: report.proposed + proposed.size,
  };
}

/** The report in lines for people. */
export function reportLines(report: FileReport, output: Output): readonly string[] {
  const { read, added, changed, unchanged, retired, refused, kept, proposed } = report;
  const format = isFormat(report.format) ? FORMAT_WORDS[report.format][output.language] : report.format;
  const lines = [`${report.file}`, `  ${format}`];
  if (report.source !== null) {
    lines.push(`  ${output.words({ zh: "来源", en: "source" })}: ${report.source}`);
    const refusedRows = new Set(refused.map(({ row, sourceId }) => (row > 0 ? row : sourceId))).size;
    const counts = output.words({
      zh: `读取 ${read}，新增 ${added}，变更 ${changed}，未变 ${unchanged}，停用 ${retired}，拒绝 ${refusedRows}；另按原样保留 ${kept} 个字段`,
      en: `read ${read}, added ${added}, changed ${changed}, unchanged ${unchanged}, retired ${retired}, refused ${refusedRows}; ${kept} fields kept verbatim`,
    });
    lines.push(`  ${counts}`);
  }
  if (proposed > 0)
    lines.push(`  ${output.words({ zh: `等待他人签署：${proposed}`, en: `waiting for others to sign: ${proposed}` })}`);
  lines.push(...foundLines(report, "refused", output), ...foundLines(report, "warning", output));
  return lines;
}

/** One line for each thing that was found, with the first rows where it was. */
function foundLines(report: FileReport, severity: RowFinding["severity"], output: Output): readonly string[] {
  const rows = severity === "refused" ? report.refused : report.warnings;
  // Places in a list are of one field: what is wrong with it is said once.
  const groups = Map.groupBy(rows, ({ code, path }) => `${code} ${path.replaceAll(/\[\d+\]/g, "[]")}`);
  return [...groups.values()].map((found) => {
    const [first] = found;
    const code = first?.code ?? "";
    const places = found
      .slice(0, PLACES_MAX)
      .map((row) => placeOf(row, output))
      .join(", ");
    const cut = found.length > PLACES_MAX ? ", …" : "";
    const where = first?.path.replaceAll(/\[\d+\]/g, "") ?? "";
    const words = { code, severity, where, format: report.format };
    const message = found.length === 1 ? (first?.message ?? "") : sayCode(words, output);
    return `  ${found.length} × ${places}${cut}: ${message}`;
  });
}

function placeOf(row: RefusedRow, output: Output): string {
  if (row.row > 0) return output.words({ zh: `第 ${row.row} 行`, en: `row ${row.row}` });
  return row.sourceId ?? output.words({ zh: "文件", en: "file" });
}

function rowOf(finding: RowFinding, format: string, output: Output): RefusedRow {
  const { code, severity, row } = finding;
  const where = [finding.path, finding.value ?? ""].filter((part) => part !== "").join(" = ");
  const message = sayCode({ code, severity, where, format }, output);
  const { path, value = "", sourceId = null } = finding;
  return { row, code, message, sourceId, path, value };
}

type Said = Pick<RowFinding, "code" | "severity"> & { readonly where: string; readonly format: string };

function sayCode(said: Said, output: Output): string {
  const { message, advice } = findingText(said, said.format, output.language);
  return sentence(output, message, said.where, advice);
}

function sentence(output: Output, message: string, where: string, advice: string): string {
  if (output.language === "zh") return `${message}${where === "" ? "" : `（${where}）`}。${advice}`;
  return `${message}${where === "" ? "" : ` (${where})`}. ${advice}`;
}

function isFormat(format: string): format is keyof typeof FORMAT_WORDS {
  return Object.hasOwn(FORMAT_WORDS, format);
}
