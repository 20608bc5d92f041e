/** What a file is, from its first and last bytes and its name. A guess, always said before it is used, and open to correction. */

/** The first two are catalogues; `dcat-us-1.1` is the one that is read here. `gzip` wants unpacking and another guess. */
export const FILE_FORMATS = [
  "dcat-us-1.1",
  "dcat-us-3.0",
  "json",
  "csv",
  "xlsx",
  "zip",
  "gzip",
  "xml",
  "pdf",
  "unknown",
] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** `sure`: the bytes say so. Otherwise only the name or the look of the text does. */
export type FormatGuess = { readonly format: FileFormat; readonly sure: boolean };

/** What people read for each format. */
export const FORMAT_WORDS: Readonly<Record<FileFormat, { readonly en: string; readonly zh: string }>> = {
  "dcat-us-1.1": { en: "Data catalogue, DCAT-US 1.1 (data.json)", zh: "数据目录，DCAT-US 1.1（data.json）" },
  "dcat-us-3.0": { en: "Data catalogue, DCAT-US 3.0", zh: "数据目录，DCAT-US 3.0" },
  json: { en: "JSON of an unknown kind", zh: "未知种类的 JSON" },
  csv: { en: "Table as text (CSV)", zh: "文本表格（CSV）" },
  xlsx: { en: "Excel workbook (XLSX)", zh: "Excel 工作簿（XLSX）" },
  zip: { en: "ZIP archive", zh: "ZIP 压缩包" },
  gzip: { en: "File packed with gzip", zh: "gzip 压缩文件" },
  xml: { en: "XML of an unknown kind", zh: "未知种类的 XML" },
  pdf: { en: "PDF document", zh: "PDF 文档" },
  unknown: { en: "Unknown format", zh: "未知格式" },
};

const HEAD_BYTES = 65_536;
const TAIL_BYTES = 8_192;

/** Reads at most 72 KB of the bytes and never throws. */
export function guessFormat(bytes: Uint8Array, fileName: string): FormatGuess {
  if (startsWith(bytes, [0x1f, 0x8b])) return { format: "gzip", sure: true };
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return { format: "pdf", sure: true };
  const head = asciiOf(bytes.subarray(0, HEAD_BYTES));
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]))
    return /xl\/|\[Content_Types\]\.xml/.test(head) || fileName.toLowerCase().endsWith(".xlsx")
      ? { format: "xlsx", sure: head.includes("xl/") }
      : { format: "zip", sure: true };
  const start = head.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (start.startsWith("{") || start.startsWith("["))
    return guessJson(head + asciiOf(bytes.subarray(Math.max(HEAD_BYTES, bytes.length - TAIL_BYTES))));
  if (start.startsWith("<")) return { format: "xml", sure: start.startsWith("<?xml") };
  if (/\.csv$|\.tsv$/i.test(fileName)) return { format: "csv", sure: false };
  const [first = "", second = ""] = start.split(/\r?\n/, 2);
  const commas = first.split(",").length;
  if (commas > 1 && second.split(",").length === commas) return { format: "csv", sure: false };
  return { format: "unknown", sure: false };
}

function guessJson(text: string): FormatGuess {
  // A catalogue of version 3 may list services or series and no dataset.
  if (/"conformsTo"\s*:/.test(text) && /"DCAT-US 3|dcat-us\/3|dcat-us-3/i.test(text))
    return { format: "dcat-us-3.0", sure: true };
  if (!/"dataset"\s*:/.test(text)) return { format: "json", sure: false };
  if (/project-open-data\.cio\.gov\/v1\.1\/schema/.test(text)) return { format: "dcat-us-1.1", sure: true };
  return { format: /"accessLevel"\s*:/.test(text) ? "dcat-us-1.1" : "json", sure: false };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** One character a byte: enough to look for ASCII words, whatever the encoding. */
function asciiOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
