/** What the ledger's words are called in documents: departments, purposes and areas as addresses of our profile. */
import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import { BASE, CITY } from "./namespaces.ts";

const PARTY = `${CITY}department:`;
const PURPOSE = `${CITY}purpose:`;
const AREA = `${CITY}area:`;
/** Longest word of a comparison on the ledger. */
const WORD_BYTES_MAX = 200;
/** A Unified Social Credit Code, GB 32100-2015. */
const USCC = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** How the names of a document become words of the ledger; undefined for a name that it does not know. Literals and addresses come alike. */
export type Reading = {
  /** Seconds east of UTC of times that say no zone. */
  readonly offsetSeconds: number;
  department(name: string): string | undefined;
  purpose(name: string): string | undefined;
  area(name: string): string | undefined;
  /** The members of a collection or class, by address; undefined where nothing is known of it. */
  membersOf(name: string): readonly string[] | undefined;
};

export function iriOfDepartment(code: string): string {
  return PARTY + encodeURIComponent(code);
}

export function iriOfPurpose(purpose: string): string {
  return PURPOSE + encodeURIComponent(purpose);
}

export function iriOfArea(code: string): string {
  return AREA + encodeURIComponent(code);
}

/** Reads what the ledger itself can hold: departments by our address or their bare code, purposes of its list, areas by our address or as plain text. */
export function ledgerReading(offsetSeconds: number): Reading {
  return {
    offsetSeconds,
    department: (name) => after(PARTY, name) ?? (USCC.test(bare(name)) ? bare(name) : undefined),
    purpose: (name) => {
      const word = after(PURPOSE, name) ?? bare(name);
      return PURPOSES.find((purpose) => purpose === word);
    },
    area: (name) => after(AREA, name) ?? (/^[0-9A-Za-z-]{1,100}$/.test(bare(name)) ? bare(name) : undefined),
    membersOf: () => undefined,
  };
}

/** A word that stood where an address was expected was taken for one relative to the document. */
function bare(name: string): string {
  return name.startsWith(BASE) ? name.slice(BASE.length) : name;
}

function after(start: string, name: string): string | undefined {
  if (!name.startsWith(start)) return undefined;
  try {
    const word = decodeURIComponent(name.slice(start.length));
    return new TextEncoder().encode(word).length > WORD_BYTES_MAX ? undefined : word;
  } catch {
    return undefined;
  }
}
