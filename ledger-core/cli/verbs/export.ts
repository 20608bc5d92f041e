/** `ledger export`: the catalogue in an outside format, or an empty form of it to be filled in. */
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { formatsNamed, formatWords } from "#ledger-core/exchange/catalog-formats.ts";
import { exportCatalog } from "#ledger-core/node/importing/export-catalog.ts";
import type { ExportedCatalog } from "#ledger-core/node/importing/export-catalog.ts";
import { writeTogether, writeWhole } from "#ledger-core/node/write-whole.ts";
import { checkpointNameOf } from "#ledger-core/proof/proof-parts.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { findDepartment } from "#ledger-core/cli/departments.ts";
import { usageFailure } from "#ledger-core/cli/failure.ts";
import { checkpointLines } from "#ledger-core/cli/output.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import { outputPath } from "#ledger-core/cli/output-path.ts";
import { reachedHeight } from "#ledger-core/cli/past.ts";
import { requireWord, wholeNumber } from "#ledger-core/cli/require.ts";
import type { Invocation, RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const what = requireWord(invocation, 1);
  const word = options.text("format") ?? (what === "template" ? "national-xlsx" : "dcat-us");
  const [format] = formatsNamed(word);
  if (what !== "catalog" && what !== "template")
    throw usageFailure(
      {
        zh: `可导出的内容是 catalog 和 template，没有“${what}”。`,
        en: `There are catalog and template to export, and no “${what}”.`,
      },
      "export",
    );
  if (format === undefined)
    throw usageFailure(
      {
        zh: `没有“${word}”这种格式。可用的格式：${formatWords().join("、")}。`,
        en: `There is no format “${word}”. The formats are ${formatWords().join(", ")}.`,
      },
      "export",
    );
  if (what === "template") return await writeTemplate(invocation, format);
  const at = wholeNumber(options, "at", "export");
  const file = outputPath(invocation) ?? null;
  const source = options.text("source");
  const exported = await withReading(path(requireWord(invocation, 0)), async (ledger) => {
    const { reader } = ledger;
    if (at !== undefined) reachedHeight(ledger, at, "export");
    const named = options.text("department");
    // By the name that it had then: it may be another department's by now.
    const rows = new Rows(at === undefined ? reader.rows() : reader.rowsAt(at));
    const department = named === undefined ? undefined : findDepartment(rows, named).key;
    return await exportCatalog(reader, { format, department, source, height: at, signal });
  });
  if (source !== undefined && exported.records === 0)
    throw usageFailure(
      { zh: `没有来自“${source}”的数据集。`, en: `There is no dataset from the source “${source}”.` },
      "export",
      {
        zh: "来源名称在 ledger import 的结果和数据集页面上；留空则导出全部。",
        en: "ledger import and the page of a dataset name the source; leave it out to export all.",
      },
    );
  tellWhatLacks(output, format, exported);
  const { records, bytes, height, checkpoint, unfit } = exported;
  const checkpointFile = file === null ? null : saveCatalog(file, exported);
  const asOf = { height, checkpoint, checkpointFile };
  const result = { what, format: format.name, records, bytes: bytes.length, file, unfit, ...asOf };
  if (checkpointFile === null) {
    // Without a file the catalogue itself is the result, unless a script asked for the numbers.
    if (output.isJson) output.result(result, []);
    else printCatalog(output, exported);
    return 0;
  }
  output.result(result, [
    output.words({
      zh: `已将 ${records} 个数据集写入 ${file}（${bytes.length} 字节），截至高度 ${height}。`,
      en: `${records} datasets are in ${file} (${bytes.length} bytes), as of height ${height}.`,
    }),
    output.words({
      zh: `该高度的检查点在 ${checkpointFile}，请一同保存：ledger fsck --checkpoint 和 ledger verify --since 可据此核对账本。`,
      en: `The checkpoint of that height is in ${checkpointFile}; keep it too: ledger fsck --checkpoint and ledger verify --since check the ledger against it.`,
    }),
    ...checkpointLines(checkpoint),
  ]);
  return 0;
};

/** The catalogue in its file, and beside it the checkpoint that it is as of, whose file is the answer. */
function saveCatalog(file: string, { bytes, checkpoint }: ExportedCatalog): string {
  const checkpointFile = checkpointNameOf(file);
  writeTogether([
    { file, content: bytes },
    { file: checkpointFile, content: checkpoint },
  ]);
  return checkpointFile;
}

/** The catalogue on stdout; what it is of is no part of it, and said beside it. */
function printCatalog(output: Output, { bytes, records, height, checkpoint }: ExportedCatalog): void {
  process.stdout.write(bytes);
  output.say({
    zh: `已写出 ${records} 个数据集（${bytes.length} 字节），截至高度 ${height}。`,
    en: `${records} datasets were written (${bytes.length} bytes), as of height ${height}.`,
  });
  for (const line of checkpointLines(checkpoint)) output.say({ zh: line, en: line });
}

/** What was not written, or not as the format's readers demand. */
function tellWhatLacks(output: Output, format: CatalogFormat, { withoutKept, unfit }: ExportedCatalog): void {
  if (withoutKept > 0)
    output.say({
      zh: `${withoutKept} 条记录的原始字段不在本机，只写出了账本中的内容。`,
      en: `The kept fields of ${withoutKept} records are not held here; what the ledger says of them was written.`,
    });
  if (unfit.records > 0)
    output.say({
      zh: `${unfit.records} 条记录缺少 ${format.name} 规定的内容（${unfit.fields.join("、")}），按该标准读取时会被拒绝；要带走全部记录，请改用 --format dcat-ap。`,
      en: `${unfit.records} records lack what ${format.name} demands (${unfit.fields.join(", ")}), so its readers will refuse them; --format dcat-ap takes all of them along.`,
    });
}

/** The form of a format that people fill in; it is the same for every ledger. */
async function writeTemplate(invocation: Invocation, format: CatalogFormat): Promise<0> {
  const { output, options } = invocation;
  const ignored = ["at", "department", "source"].find((name) => options.text(name) !== undefined);
  if (ignored !== undefined)
    throw usageFailure(
      {
        zh: `--${ignored} 不能与 template 同用：模板是空白的，与账本的内容无关。`,
        en: `--${ignored} does not go with template, which is a blank form and the same for every ledger.`,
      },
      "export",
    );
  if (format.template === undefined)
    throw usageFailure(
      {
        zh: `${format.name} 格式没有供填写的模板；请用 --format national-xlsx 或 national-csv。`,
        en: `The format ${format.name} has no template to fill in; use --format national-xlsx or national-csv.`,
      },
      "export",
    );
  const file = outputPath(invocation) ?? null;
  const bytes = await format.template();
  const result = { what: "template", format: format.name, bytes: bytes.length, file };
  if (file !== null) {
    writeWhole(file, bytes);
    output.result(result, [output.words({ zh: `模板已写入 ${file}。`, en: `The template is in ${file}.` })]);
  } else if (output.isJson) output.result(result, []);
  else process.stdout.write(bytes);
  return 0;
}
