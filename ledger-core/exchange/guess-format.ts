/** What a file is, from its first and last bytes and its name. A guess, always said before it is used, and open to correction. */
import type { CatalogFormatName } from "./catalog-format.ts";

/** Files that are no catalogue that is read here. `gzip` and `zstd` want unpacking and another guess. */
const OTHER_FORMATS = [
  "iso-19115",
  "fgdc-csdgm",
  "json",
  "csv",
  "xlsx",
  "zip",
  "gzip",
  "zstd",
  "xml",
  "pdf",
  "unknown",
] as const;
type OtherFormat = (typeof OTHER_FORMATS)[number];
export type FileFormat = CatalogFormatName | OtherFormat;

/** `sure`: the bytes say so. Otherwise only the name or the look of the text does. */
export type FormatGuess = { readonly format: FileFormat; readonly sure: boolean };

/** What people read for each format. */
export const FORMAT_WORDS: Readonly<Record<FileFormat, { readonly en: string; readonly zh: string }>> = {
  "dcat-us-1.1": { en: "Data catalogue, DCAT-US 1.1 (data.json)", zh: "数据目录，DCAT-US 1.1（data.json）" },
  "dcat-us-3.0": { en: "Data catalogue, DCAT-US 3.0", zh: "数据目录，DCAT-US 3.0" },
  "dcat-ap-jsonld": { en: "Data catalogue, DCAT-AP 3.0 as JSON-LD", zh: "数据目录，DCAT-AP 3.0（JSON-LD）" },
  "dcat-ap-turtle": { en: "Data catalogue, DCAT-AP 3.0 as Turtle", zh: "数据目录，DCAT-AP 3.0（Turtle）" },
  "dcat-ap-rdfxml": { en: "Data catalogue, DCAT-AP 3.0 as RDF/XML", zh: "数据目录，DCAT-AP 3.0（RDF/XML）" },
  ckan: { en: "Packages of CKAN (JSON)", zh: "CKAN 数据包（JSON）" },
  registry: { en: "Registry of data portals (JSON lines)", zh: "数据门户登记册（逐行 JSON）" },
  "national-xlsx": { en: "Sheet of the national catalogue (XLSX)", zh: "政务信息资源目录表（XLSX）" },
  "national-csv": { en: "Sheet of the national catalogue (CSV)", zh: "政务信息资源目录表（CSV）" },
  "iso-19115": {
    en: "Metadata of one geographic dataset, ISO 19115 as XML (ISO 19139)",
    zh: "单个地理数据集的元数据，ISO 19115（ISO 19139 XML）",
  },
  "fgdc-csdgm": {
    en: "Metadata of one geographic dataset, FGDC CSDGM as XML",
    zh: "单个地理数据集的元数据，FGDC CSDGM（XML）",
  },
  json: { en: "JSON of an unknown kind", zh: "未知种类的 JSON" },
  csv: { en: "Table as text (CSV)", zh: "文本表格（CSV）" },
  xlsx: { en: "Excel workbook (XLSX)", zh: "Excel 工作簿（XLSX）" },
  zip: { en: "ZIP archive", zh: "ZIP 压缩包" },
  gzip: { en: "File packed with gzip", zh: "gzip 压缩文件" },
  zstd: { en: "File packed with Zstandard", zh: "Zstandard 压缩文件" },
  xml: { en: "XML of an unknown kind", zh: "未知种类的 XML" },
  pdf: { en: "PDF document", zh: "PDF 文档" },
  unknown: { en: "Unknown format", zh: "未知格式" },
};

const HEAD_BYTES = 65_536;
const TAIL_BYTES = 8_192;

/** Reads at most 72 KB of the bytes and never throws. */
export function guessFormat(bytes: Uint8Array, fileName: string): FormatGuess {
  if (startsWith(bytes, [0x1f, 0x8b])) return { format: "gzip", sure: true };
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) return { format: "zstd", sure: true };
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return { format: "pdf", sure: true };
  // Workbooks of Excel 97 and those with a password: the reader of the sheet says which, and what to do.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { format: "national-xlsx", sure: false };
  const head = narrowed(bytes.subarray(0, HEAD_BYTES));
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return guessArchive(head, fileName);
  const start = head.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (start.startsWith("{") || (start.startsWith("[") && !isTurtle(start)))
    return guessJson(start, head + narrowed(bytes.subarray(Math.max(HEAD_BYTES, bytes.length - TAIL_BYTES))));
  if (isTurtle(start)) return { format: "dcat-ap-turtle", sure: namesDcat(head) };
  if (start.startsWith("<")) return guessXml(start);
  return guessTable(bytes, start, fileName);
}

function guessArchive(head: string, fileName: string): FormatGuess {
  const isWorkbook =
    /xl\/|\[Content_Types\]\.xml|opendocument\.spreadsheet/.test(head) || fileName.toLowerCase().endsWith(".xlsx");
  // What a workbook holds is packed, so every one of them is tried as the national sheet, whose reader says what it is instead.
  return isWorkbook ? { format: "national-xlsx", sure: head.includes("xl/") } : { format: "zip", sure: true };
}

function guessJson(start: string, text: string): FormatGuess {
  // A catalogue of version 3 may list services or series and no dataset.
  if (/"conformsTo"\s*:/.test(text) && /"DCAT-US 3|dcat-us\/3|dcat-us-3/i.test(text))
    return { format: "dcat-us-3.0", sure: true };
  if (/project-open-data\.cio\.gov\/v1\.1\/schema/.test(text) && /"dataset"\s*:/.test(text))
    return { format: "dcat-us-1.1", sure: true };
  if (/"@(?:context|graph|id|type)"\s*:/.test(text) && (namesDcat(text) || /"dcat:/.test(text)))
    return { format: "dcat-ap-jsonld", sure: true };
  if (/"catalog_type"\s*:/.test(text) && /"(?:link|software|owner)"\s*:/.test(text))
    return { format: "registry", sure: true };
  const isAnswer = /^\{\s*"(?:help|success)"\s*:/.test(start) && /"result"\s*:/.test(text);
  if (
    isAnswer ||
    (/"(?:resources|extras)"\s*:\s*\[/.test(text) && /"(?:notes|license_id|owner_org|name)"\s*:/.test(text))
  )
    return { format: "ckan", sure: isAnswer };
  if (/"dataset"\s*:/.test(text) && /"accessLevel"\s*:/.test(text)) return { format: "dcat-us-1.1", sure: false };
  return { format: "json", sure: false };
}

function guessXml(start: string): FormatGuess {
  if (/<(?:[A-Za-z_][\w.-]*:)?RDF[\s>]/.test(start) || /22-rdf-syntax-ns#/.test(start))
    return { format: "dcat-ap-rdfxml", sure: namesDcat(start) };
  const isIso = /isotc211\.org\/2005\/gm[di]|standards\.iso\.org\/iso\/19115/.test(start);
  if (isIso && /<(?:\w+:)?M[DI]_Metadata[\s/>]/.test(start)) return { format: "iso-19115", sure: true };
  if (/<metadata[\s>]/.test(start) && /<idinfo[\s/>]/.test(start)) return { format: "fgdc-csdgm", sure: true };
  return { format: "xml", sure: start.startsWith("<?xml") };
}

function guessTable(bytes: Uint8Array, start: string, fileName: string): FormatGuess {
  if (namesNationalColumns(bytes)) return { format: "national-csv", sure: true };
  if (/\.csv$|\.tsv$/i.test(fileName)) return { format: "csv", sure: false };
  const [first = "", second = ""] = start.split(/\r?\n/, 2);
  const commas = first.split(",").length;
  if (commas > 1 && second.split(",").length === commas) return { format: "csv", sure: false };
  return { format: /\.(?:ttl|nt|nq|trig)$/i.test(fileName) ? "dcat-ap-turtle" : "unknown", sure: false };
}

/** Directives of Turtle, or a first statement of it or of N-Triples: an address or blank node with another address or `a` behind it. */
function isTurtle(start: string): boolean {
  const text = start.replace(/^(?:#[^\n]*\n\s*)+/, "");
  return (
    /^(?:@prefix|@base|prefix|base)\s[^{}]*<[^<>]*>/i.test(text) ||
    /^(?:<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>|_:\S+|\[\s*\])\s+(?:<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>|a\s)/.test(text)
  );
}

function namesDcat(text: string): boolean {
  return text.includes("www.w3.org/ns/dcat#") || /semiceu\.github\.io\/DCAT-AP/i.test(text);
}

/** Headings of the national sheet, one of each line for what a column says. */
const NATIONAL_HEADINGS = [
  /资源名称|目录名称|Resource title/,
  /资源(?:代码|编码|编号)|目录(?:代码|编码)|Resource code/,
  /提供方|提供单位|提供部门|数源单位|Provider/,
  /摘要|Summary/,
  /共享(?:类型|属性)|Sharing type/,
  /开放(?:类型|属性)|是否.{0,4}开放|Openness/,
  /更新(?:周期|频率)|Update cycle/,
  /信息项|数据项|Item name/,
];

/** The guide's own name of a resource and one more of them within the first lines, or any three, in UTF-8, GB18030 or UTF-16. */
function namesNationalColumns(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 16_384);
  return ["utf-8", "gb18030", "utf-16le", "utf-16be"].some((encoding) => {
    const text = new TextDecoder(encoding).decode(head);
    return NATIONAL_HEADINGS.filter((heading) => heading.test(text)).length >= (text.includes("信息资源名称") ? 2 : 3);
  });
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** One character a byte, without zeros: enough to look for ASCII words, whatever the encoding, UTF-16 among them. */
function narrowed(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) if (byte !== 0) text += String.fromCharCode(byte);
  return text.replace(/^\u00ff\u00fe|^\u00fe\u00ff/, "");
}
