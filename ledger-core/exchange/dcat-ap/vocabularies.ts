/**
 * Words of the ledger and the addresses that the vocabularies of the Publications Office of the European Union have for them, which
 * DCAT-AP 3.0 demands. Source: the authority tables frequency, access-right, language, file-type and data-theme, edition of 2024.
 */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isNode } from "./statements.ts";
import type { Literal, Node } from "./statements.ts";

const AUTHORITY = "http://publications.europa.eu/resource/authority/";
const IANA = "http://www.iana.org/assignments/media-types/";

type Table = "frequency" | "access-right" | "language" | "file-type" | "data-theme";

/** Address of the table itself, to which its values belong. */
export function tableAddress(table: Table): Node {
  return `${AUTHORITY}${table}`;
}

function valueAddress(table: Table, code: string): Node {
  return `${AUTHORITY}${table}/${code}`;
}

/** The value's code in the table; undefined for an address of something else. */
function codeIn(table: Table, address: Node): string | undefined {
  const start = `${AUTHORITY}${table}/`;
  const plain = address.replace(/^https:/, "http:");
  return plain.startsWith(start) ? plain.slice(start.length) : undefined;
}

const CYCLE_OF_FREQUENCY: ReadonlyMap<string, string> = new Map([
  ["DECENNIAL", "R/P10Y"],
  ["QUINQUENNIAL", "R/P5Y"],
  ["QUADRENNIAL", "R/P4Y"],
  ["TRIENNIAL", "R/P3Y"],
  ["BIENNIAL", "R/P2Y"],
  ["ANNUAL", "R/P1Y"],
  ["ANNUAL_2", "R/P6M"],
  ["ANNUAL_3", "R/P4M"],
  ["QUARTERLY", "R/P3M"],
  ["BIMONTHLY", "R/P2M"],
  ["MONTHLY", "R/P1M"],
  ["MONTHLY_2", "R/P0.5M"],
  ["MONTHLY_3", "R/P0.33M"],
  ["BIWEEKLY", "R/P2W"],
  ["WEEKLY", "R/P1W"],
  ["WEEKLY_2", "R/P3.5D"],
  ["WEEKLY_3", "R/P0.33W"],
  ["DAILY", "R/P1D"],
  ["DAILY_2", "R/PT12H"],
  ["TRIHOURLY", "R/PT3H"],
  ["BIHOURLY", "R/PT2H"],
  ["HOURLY", "R/PT1H"],
  ["CONT", "R/PT1S"],
  ["IRREG", "irregular"],
]);
/** Words of the national guide and others that mean a frequency exactly. */
const FREQUENCY_OF_WORD: ReadonlyMap<string, string> = new Map([
  ["实时", "CONT"],
  ["每日", "DAILY"],
  ["每天", "DAILY"],
  ["每周", "WEEKLY"],
  ["每月", "MONTHLY"],
  ["每季度", "QUARTERLY"],
  ["每季", "QUARTERLY"],
  ["每半年", "ANNUAL_2"],
  ["每年", "ANNUAL"],
  ["不定期", "IRREG"],
  ["daily", "DAILY"],
  ["weekly", "WEEKLY"],
  ["monthly", "MONTHLY"],
  ["quarterly", "QUARTERLY"],
  ["annual", "ANNUAL"],
  ["annually", "ANNUAL"],
]);
/** Last word of the addresses below `http://purl.org/cld/freq/`, an older vocabulary that many catalogues use. */
const FREQUENCY_OF_CLD: ReadonlyMap<string, string> = new Map([
  ["triennial", "TRIENNIAL"],
  ["biennial", "BIENNIAL"],
  ["annual", "ANNUAL"],
  ["semiannual", "ANNUAL_2"],
  ["threeTimesAYear", "ANNUAL_3"],
  ["quarterly", "QUARTERLY"],
  ["bimonthly", "BIMONTHLY"],
  ["monthly", "MONTHLY"],
  ["semimonthly", "MONTHLY_2"],
  ["threeTimesAMonth", "MONTHLY_3"],
  ["biweekly", "BIWEEKLY"],
  ["weekly", "WEEKLY"],
  ["semiweekly", "WEEKLY_2"],
  ["threeTimesAWeek", "WEEKLY_3"],
  ["daily", "DAILY"],
  ["continuous", "CONT"],
  ["irregular", "IRREG"],
]);
const FREQUENCY_OF_CYCLE = new Map([...CYCLE_OF_FREQUENCY].map(([code, cycle]) => [cycle, code] as const));

/** The frequency that an update cycle is; `OTHER` for words that no value has, so that nothing is claimed. */
export function frequencyAddress(updateCycle: string): Node {
  const trimmed = updateCycle.trim();
  const repeating = trimmed.startsWith("P") ? `R/${trimmed}` : trimmed;
  const code = FREQUENCY_OF_CYCLE.get(repeating) ?? FREQUENCY_OF_WORD.get(trimmed.toLowerCase()) ?? "OTHER";
  return valueAddress("frequency", code);
}

/** A repeating interval where the address says one, else the address's last part: `NEVER`, `UNKNOWN`. */
export function cycleOfAddress(address: Node): string {
  const cld = address.startsWith("http://purl.org/cld/freq/") ? FREQUENCY_OF_CLD.get(lastPart(address)) : undefined;
  const code = codeIn("frequency", address) ?? cld;
  if (code === "UPDATE_CONT") return "R/PT1S";
  return code === undefined ? lastPart(address) : (CYCLE_OF_FREQUENCY.get(code) ?? code);
}

const ACCESS_OF_SHARING = { unconditional: "PUBLIC", conditional: "RESTRICTED", "not-shared": "NON_PUBLIC" } as const;
const SHARING_OF_ACCESS: ReadonlyMap<string, Description["sharing"]> = new Map([
  ["PUBLIC", "unconditional"],
  ["OPEN", "unconditional"],
  ["RESTRICTED", "conditional"],
  ["NON_PUBLIC", "not-shared"],
  ["NON-PUBLIC", "not-shared"],
  ["SENSITIVE", "not-shared"],
  ["CONFIDENTIAL", "not-shared"],
]);

export function accessAddress(sharing: Description["sharing"]): Node {
  return valueAddress("access-right", ACCESS_OF_SHARING[sharing]);
}

/** What a right of access means for sharing, by the last part of its address or its word; undefined for any other. */
export function sharingOf(access: Node | Literal): Description["sharing"] | undefined {
  const word = isNode(access) ? (codeIn("access-right", access) ?? lastPart(access)) : access.value;
  return SHARING_OF_ACCESS.get(word.trim().toUpperCase());
}

/** Two letters of ISO 639-1 and three of ISO 639-3, which the table has. */
const LANGUAGES =
  "af AFR am AMH ar ARA az AZE be BEL bg BUL bn BEN bo BOD bs BOS ca CAT cs CES cy CYM da DAN de DEU el ELL en ENG eo EPO es SPA et EST eu EUS fa FAS fi FIN fo FAO fr FRA fy FRY ga GLE gd GLA gl GLG gu GUJ he HEB hi HIN hr HRV hu HUN hy HYE id IND is ISL it ITA ja JPN ka KAT kk KAZ km KHM kn KAN ko KOR ku KUR ky KIR la LAT lb LTZ lo LAO lt LIT lv LAV mk MKD ml MAL mn MON mr MAR ms MSA mt MLT my MYA nb NOB ne NEP nl NLD nn NNO no NOR oc OCI pa PAN pl POL ps PUS pt POR rm ROH ro RON ru RUS se SME si SIN sk SLK sl SLV so SOM sq SQI sr SRP sv SWE sw SWA ta TAM te TEL tg TGK th THA tk TUK tl TGL tr TUR ug UIG uk UKR ur URD uz UZB vi VIE xh XHO yi YID yo YOR za ZHA zh ZHO zu ZUL";
const PAIRS = [...LANGUAGES.matchAll(/(\w\w) (\w{3})/g)].map(([, two = "", three = ""]) => [two, three] as const);
const THREE_OF_TWO: ReadonlyMap<string, string> = new Map(PAIRS);
const TWO_OF_THREE: ReadonlyMap<string, string> = new Map(PAIRS.map(([two, three]) => [three, two]));

/** The language of a tag such as `zh-CN`; undefined for one that the table cannot name. */
export function languageAddress(tag: string): Node | undefined {
  const primary = tag.trim().toLowerCase().split(/[-_]/, 1)[0] ?? "";
  const three =
    THREE_OF_TWO.get(primary) ?? (TWO_OF_THREE.has(primary.toUpperCase()) ? primary.toUpperCase() : undefined);
  return three === undefined ? undefined : valueAddress("language", three);
}

/** The tag of a language: two letters where there are, else the last part of the address. */
export function languageTag(language: Node | Literal): string {
  if (!isNode(language)) return language.value;
  const code = codeIn("language", language) ?? lastPart(language);
  return TWO_OF_THREE.get(code.toUpperCase()) ?? code;
}

const FILE_TYPES: ReadonlySet<string> = new Set(
  "ATOM AZW BIN BMP BWF CSS CSV DBF DCR DOC DOCX DTD_SGML DTD_XML E00 ECW EPS EPUB FMX2 FMX3 FMX4 GDB GEOJSON GIF GML GPKG GRID GRID_ASCII GZIP HDF HTML HTML_SIMPL ICS INDD JPEG JPEG2000 JS JSON JSON_LD KML KMZ LAS LAZ LEG MAP_PRVW MAP_SRVC MBOX MDB METS MOBI MOP MOV MPEG2 MPEG4 MSG_HTTP MXD N3 NETCDF OCTET ODB ODC ODF ODG ODP ODS ODT OP_DATPRO OVF OWL PARQUET PDF PDF1X PDFA1A PDFA1B PDFA2A PDFX PL PNG PPS PPSX PPT PPTX PS PSD QGS RAR RDF RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML REST RSS RTF SCHEMA_XML SDMX SGML SHP SKOS_XML SPARQLQ SPARQLQRES SQL SVG TAB TAB_RSTR TAR TAR_GZ TAR_XZ TIFF TMX TSV TXT WARC_GZ WCS_SRVC WFS_SRVC WMS_SRVC WMTS_SRVC WSDL WORLD XHTML XLIFF XLS XLSB XLSM XLSX XML XSLFO XSLT XYZ ZIP".split(
    " ",
  ),
);
const FILE_TYPE_OF_WORD: ReadonlyMap<string, string> = new Map([
  ["EXCEL", "XLS"],
  ["WORD", "DOC"],
  ["TEXT", "TXT"],
  ["PLAIN", "TXT"],
  ["JPG", "JPEG"],
  ["TIF", "TIFF"],
  ["GEOTIFF", "TIFF"],
  ["HTM", "HTML"],
  ["SHAPEFILE", "SHP"],
  ["ESRI SHAPEFILE", "SHP"],
  ["GEOPACKAGE", "GPKG"],
  ["JSON-LD", "JSON_LD"],
  ["JSONLD", "JSON_LD"],
  ["TURTLE", "RDF_TURTLE"],
  ["TTL", "RDF_TURTLE"],
  ["RDF/XML", "RDF_XML"],
  ["WMS", "WMS_SRVC"],
  ["WFS", "WFS_SRVC"],
  ["WMTS", "WMTS_SRVC"],
  ["WCS", "WCS_SRVC"],
  ["GZ", "GZIP"],
  ["MP4", "MPEG4"],
]);

/** The file type that a word means; undefined where the table has none. */
export function fileTypeAddress(format: string): Node | undefined {
  const word = format.trim().replace(/^\./, "").toUpperCase();
  const code = FILE_TYPE_OF_WORD.get(word) ?? word;
  return FILE_TYPES.has(code) ? valueAddress("file-type", code) : undefined;
}

export function fileTypeOf(address: Node): string {
  return codeIn("file-type", address) ?? lastPart(address);
}

/** The address of a media type; undefined for a text that is none. */
export function mediaTypeAddress(mediaType: string): Node | undefined {
  const trimmed = mediaType.trim();
  return /^[a-z]+\/[A-Za-z0-9][A-Za-z0-9.+_-]*$/.test(trimmed) ? `${IANA}${trimmed}` : undefined;
}

export function mediaTypeOf(address: Node): string {
  return /^https?:\/\/www\.iana\.org\/assignments\/media-types\/(.+)$/.exec(address)?.[1] ?? address;
}

const DATA_THEMES: ReadonlySet<string> = new Set(
  "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN".split(" "),
);

export function dataThemeAddress(theme: string): Node | undefined {
  return DATA_THEMES.has(theme) ? valueAddress("data-theme", theme) : undefined;
}

export function dataThemeOf(address: Node): string | undefined {
  return codeIn("data-theme", address);
}

/** What a value of the authority tables is called by its code; any other address as it is. */
export function wordOfAddress(address: Node): string {
  return address.replace(/^https:/, "http:").startsWith(AUTHORITY) ? lastPart(address) : address;
}

function lastPart(address: Node): string {
  return /[/#:]([^/#:]+)[/#]?$/.exec(address)?.[1] ?? address;
}
