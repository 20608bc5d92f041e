/** What every outside catalogue format promises, so that import, export and their reports work for all of them alike. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { Sha256 } from "./canonical-json.ts";
import { fingerprintJson, isJsonObject } from "./canonical-json.ts";
import type { DatasetRecord, Json, JsonObject, RowFinding } from "./dataset-record.ts";

/** Names of the formats, as on the command line. */
export const CATALOG_FORMAT_NAMES = [
  "dcat-us-1.1",
  "dcat-us-3.0",
  "dcat-ap-jsonld",
  "dcat-ap-turtle",
  "dcat-ap-rdfxml",
  "ckan",
  "registry",
  "national-xlsx",
  "national-csv",
] as const;
export type CatalogFormatName = (typeof CATALOG_FORMAT_NAMES)[number];

export type FindingLanguage = "zh" | "en";

/** `message` says what was found; `advice` the next step. Place and value (`path`, `value`, `detail`) are shown beside them. */
export type FindingText = { readonly message: string; readonly advice: string };

export type TakenCatalog = {
  readonly ok: true;
  /** What the file says beside its datasets, in the format's own form; `write` takes it back. At most 64 KiB of JSON are imported. */
  readonly catalog: JsonObject;
  /** By what the file itself says whose it is; left out, `@id` and `publisher` of `catalog` say so. */
  readonly about?: { readonly id?: string; readonly publisher?: string };
  /** The rows that were not refused, in their order; no two have one `sourceId`. */
  readonly records: readonly DatasetRecord[];
  /** The row of each record in the file, by `sourceId`, where the format knows it. */
  readonly rowOf?: ReadonlyMap<string, number>;
  /** In the order of rows, the file's own (row 0) first. */
  readonly findings: readonly RowFinding[];
  /** How many datasets the file lists. */
  readonly rows: number;
  /** How many of them were refused. */
  readonly rowsRefused: number;
  /** Identifiers of refused rows, which are still in the source and so must not be retired. One that came twice has a record as well. */
  readonly refusedIds: ReadonlySet<string>;
  /** Refused rows whose identifier cannot be read: any record may be one of them. */
  readonly refusedWithoutId: number;
  /** Fields of accepted rows that have no home in the record and are kept verbatim. */
  readonly fieldsKept: number;
};

/** `detail` is for the person's eyes beside the code's sentence: a line and column, a size, a version. Empty if there is none. */
export type RefusedCatalog = { readonly ok: false; readonly code: string; readonly detail: string };

export type ParsedCatalog = TakenCatalog | RefusedCatalog;

export type CatalogWriting = {
  /** The catalog's own fields as `parse` of this format gave them; undefined where the records are not all of one such file. */
  readonly catalog: JsonObject | undefined;
  /** The own fields of every catalog that some of the records came with, for a format whose file can hold several. */
  readonly catalogs: readonly JsonObject[];
  readonly sha256: Sha256;
};

/** One outside catalogue format: how it is read, written, and how what was found is said. */
export type CatalogFormat = {
  readonly name: CatalogFormatName;
  /** Formats of one profile read each other's `kept`. */
  readonly profile: Description["profile"];
  /** Longest file that is read, unpacked. */
  readonly fileBytesMax: number;
  /** Never throws for what is in the file; a refused row never stops the others; a file refused as a whole gives nothing. */
  parse(bytes: Uint8Array, sha256: Sha256): ParsedCatalog | Promise<ParsedCatalog>;
  /**
   * A file of the records in the order given. Records of this profile, unchanged, give back what they were read from; of another profile,
   * `kept` is in that one's words: see `ownKept`. What the format has no field for is not written.
   */
  write(records: readonly DatasetRecord[], writing: CatalogWriting): Uint8Array | Promise<Uint8Array>;
  /**
   * True where readers of the standard refuse a record without fields that a description of the ledger may lack: what is written is then
   * read back, and whoever takes it away is told.
   */
  readonly readsBack?: boolean;
  /** Equal for two files that say the same of the dataset: what tells a second import that nothing changed. */
  fingerprint(record: DatasetRecord, sha256: Sha256): string;
  /** An empty file for a person to fill in, where the format is one that people fill in; an example in it is not imported. */
  template?(): Uint8Array | Promise<Uint8Array>;
  /** Words for a refusal of the file or a finding; undefined for a code that this format does not use. */
  describeFinding(
    finding: { readonly code: string; readonly severity: "refused" | "warning" },
    language: FindingLanguage,
  ): FindingText | undefined;
};

/** Formats that share the profile of others but not their words: they keep everything under their own name. */
const NAMED_FORMATS = ["dcat-us-3.0"] as const satisfies readonly CatalogFormatName[];

/** What a record keeps in the words of this profile; nothing where it came from a format of another one, or from one with words of its own. */
export function ownKept(record: DatasetRecord, profile: Description["profile"]): JsonObject {
  const isNamed = NAMED_FORMATS.some((name) => keptUnder(record, name) !== undefined);
  return record.profile === profile && !isNamed ? record.kept : {};
}

/** What a record keeps under the name of such a format; undefined where it came from another one. */
export function keptUnder({ kept }: DatasetRecord, name: (typeof NAMED_FORMATS)[number]): JsonObject | undefined {
  const own = Object.hasOwn(kept, name) ? kept[name] : undefined;
  return isJsonObject(own) ? own : undefined;
}

/** The fingerprint of everything that a record says, for formats whose records hold it in one form whatever the order in the file. */
export function fingerprintWhole(record: DatasetRecord, sha256: Sha256): string {
  const fields: Record<string, Json> = {};
  for (const [field, value] of Object.entries(record)) if (isJson(value)) fields[field] = value;
  return fingerprintJson(fields, sha256);
}

/** Everything in a record is JSON but a day that is not given. */
function isJson(value: DatasetRecord[keyof DatasetRecord]): value is Exclude<typeof value, undefined | Uint8Array> {
  return value !== undefined;
}
