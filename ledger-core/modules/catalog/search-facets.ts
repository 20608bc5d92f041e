/** By what datasets are narrowed, and which values of it a dataset has. All values of one dataset are one text, which many datasets share. */
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";

/** In the order in which a text of values has them. A change of it raises the version of the search projection. */
export const FACETS = [
  "owner",
  "sharing",
  "openness",
  "theme",
  "classification",
  "format",
  "cycle",
  "profile",
  "state",
] as const;
export type Facet = (typeof FACETS)[number];
export type FacetValues = Readonly<Record<Facet, readonly string[]>>;

const BETWEEN_FACETS = "\u001e";
const BETWEEN_VALUES = "\u001f";
/** Texts whose values are remembered: datasets have few themes and formats between them. */
const REMEMBERED_MAX = 2_000;
/** Themes and formats of one dataset that count, and characters of each; a source may list hundreds. */
const VALUES_MAX = 10;
const VALUE_CHARACTERS_MAX = 80;
const FORMAT_CHARACTERS_MAX = 40;

/** Media types by the name that people know. */
const FORMATS: ReadonlyMap<string, string> = new Map([
  ["text/csv", "CSV"],
  ["text/plain", "TXT"],
  ["text/html", "HTML"],
  ["text/xml", "XML"],
  ["application/xml", "XML"],
  ["application/json", "JSON"],
  ["application/geo+json", "GEOJSON"],
  ["application/vnd.geo+json", "GEOJSON"],
  ["application/ld+json", "JSON-LD"],
  ["application/pdf", "PDF"],
  ["application/zip", "ZIP"],
  ["application/vnd.ms-excel", "XLS"],
  ["application/msexcel", "XLS"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"],
]);

/** Words of the national guide for update cycles, as the durations that other standards write. */
const CYCLES: ReadonlyMap<string, string> = new Map([
  ["实时", "R/PT1S"],
  ["每日", "R/P1D"],
  ["每天", "R/P1D"],
  ["每周", "R/P1W"],
  ["每月", "R/P1M"],
  ["每季度", "R/P3M"],
  ["每季", "R/P3M"],
  ["每半年", "R/P6M"],
  ["每年", "R/P1Y"],
  ["不定期", "irregular"],
]);

/** What a function makes of texts that come again and again. */
class Remembered {
  readonly #make: (text: string) => string;
  readonly #known = new Map<string, string>();

  constructor(make: (text: string) => string) {
    this.#make = make;
  }

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
    const made = this.#make(text);
    this.#known.set(text, made);
    return made;
  }
}

const themes = new Remembered(themeOf);
const shownFormats = new Remembered(formatOf);

/** The values of a dataset as one text. */
export function facetText(row: DatasetRow): string {
  const formats = [row.format, ...row.distributions.map((one) => (one.format === "" ? one.mediaType : one.format))];
  const values: FacetValues = {
    owner: [String(row.owner)],
    sharing: [row.sharing],
    openness: [row.openness],
    theme: few(row.themes.map((theme) => themes.of(theme))),
    classification: few([cut(row.classification.split("/")[0] ?? "", VALUE_CHARACTERS_MAX)]),
    format: few([...new Set(formats)].map((format) => shownFormats.of(format))),
    cycle: few([cycleOf(row.updateCycle)]),
    profile: [row.profile],
    state: [row.state],
  };
  return FACETS.map((facet) => values[facet].join(BETWEEN_VALUES)).join(BETWEEN_FACETS);
}

/** The values that `facetText` has written. */
export function parseFacetText(text: string): FacetValues {
  const parts = text.split(BETWEEN_FACETS);
  const valuesAt = (place: number): readonly string[] => {
    const part = parts[place] ?? "";
    return part === "" ? [] : part.split(BETWEEN_VALUES);
  };
  return Object.fromEntries(FACETS.map((facet, place) => [facet, valuesAt(place)])) as Record<Facet, readonly string[]>;
}

function few(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ""))].slice(0, VALUES_MAX);
}

/** A theme's own words, or the last part of its address. */
function themeOf(theme: string): string {
  const name = /^https?:\/\/.*[/#]([^/#]+)[/#]?$/.exec(theme.trim())?.[1] ?? theme;
  return cut(name, VALUE_CHARACTERS_MAX);
}

function formatOf(format: string): string {
  if (format === "") return "";
  const known = FORMATS.get(format.trim());
  if (known !== undefined) return known;
  const plain = cut(format.replace(/^\./, ""), FORMAT_CHARACTERS_MAX);
  const end = /^[a-z]+\/(?:x-|vnd\.)?([A-Za-z0-9.+-]+)$/.exec(plain)?.[1] ?? plain;
  return /[a-z]/.test(end) ? Array.from(end, capital).join("") : end;
}

function capital(letter: string): string {
  const code = letter.charCodeAt(0);
  return code >= 0x61 && code <= 0x7a ? String.fromCharCode(code - 32) : letter;
}

function cycleOf(cycle: string): string {
  const trimmed = cut(cycle, FORMAT_CHARACTERS_MAX);
  return CYCLES.get(trimmed) ?? (/^P\d/.test(trimmed) ? `R/${trimmed}` : trimmed);
}

/** Without the separators of this file and other control characters, and no longer than that. */
function cut(text: string, charactersMax: number): string {
  const plain = /[\0-\u001f]/.test(text) ? text.replaceAll(/[\0-\u001f]/g, " ") : text;
  const trimmed = plain.trim();
  return trimmed.length <= charactersMax ? trimmed : [...trimmed].slice(0, charactersMax).join("");
}
