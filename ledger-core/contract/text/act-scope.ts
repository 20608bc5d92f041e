/** What the sentences of acts are made with: names for the ledger's keys, and the act within an act. */
import type {
  AgreementRow,
  ContestRow,
  DatasetReference,
  OfferRow,
  VersionRow,
} from "#ledger-core/contract/schema/catalog.ts";
import type { DelegationRow, ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { YearCalendar } from "#ledger-core/contract/schema/working-days.ts";
import type { Language, SentencePart } from "./template.ts";
import { kindName, text, textParts } from "./texts.ts";
import type { TextKey } from "./texts.ts";

/** What the ledger's keys stand for. The caller reads its rows; what is not there is undefined, and the sentence then warns. */
export type Names = {
  /** Name of a department in the language. */
  department(key: number): string;
  /** Name of the department with a Unified Social Credit Code; the code itself where it is not known. */
  departmentByCode(uscc: string): string;
  /** Department, post and masked name of a person. */
  person(key: number): string;
  /** The same of the person whose key it is. */
  keyHolder(publicKey: Uint8Array): string | undefined;
  /** Title of a dataset; its code or number where it is not known. */
  dataset(reference: DatasetReference): string;
  /** Its code, for acts about two that may be called alike; undefined where it is not known. */
  codeOf(reference: DatasetReference): string | undefined;
  /** Key of the department that owns it. */
  ownerOf(reference: DatasetReference): number | undefined;
  /** The version with that `versionHash`. */
  version(versionHash: Uint8Array): Pick<VersionRow, "dataset" | "number"> | undefined;
  offer(key: number): Pick<OfferRow, "dataset" | "policy"> | undefined;
  /** The offer that a request takes which names none. */
  openOffer(dataset: DatasetReference): Pick<OfferRow, "dataset" | "policy"> | undefined;
  agreement(key: number): AgreementTerms | undefined;
  contest(key: number): Pick<ContestRow, "dataset" | "owner" | "claimant" | "ground"> | undefined;
  /** The calendar of working days that a year has now. */
  calendar(year: number): YearCalendar | undefined;
  delegation(key: number): Pick<DelegationRow, "giver" | "receiver" | "role" | "until"> | undefined;
  proposal(key: number): Pick<ProposalRow, "kind" | "version" | "body" | "proposer"> | undefined;
  /** A body decoded by the schema of its kind; undefined where it is none. */
  decodeBody(kind: string, version: number, body: Uint8Array): unknown;
};

export type AgreementTerms = Pick<
  AgreementRow,
  "dataset" | "owner" | "user" | "purpose" | "useLimit" | "expires" | "policy"
>;

/** Where a sentence is said; `inner` says an act within the act. */
export type Scope = {
  readonly language: Language;
  readonly names: Names;
  inner(kind: string, body: unknown): readonly SentencePart[];
};

/** The sentence of one kind. The body was decoded by the kind's schema. */
export type ActSentence<Body = never> = (scope: Scope, body: Body) => readonly SentencePart[];

/** What is said of a record that is not there: a sentence that hides what it is about must not be signed. */
export function unknownRecord(
  scope: Scope,
  about: { readonly kind: string; readonly table: Extract<TextKey, `table.${string}`>; readonly key?: number },
): readonly SentencePart[] {
  const { language } = scope;
  return textParts(language, "act.unknownRecord", {
    kind: kindName(language, about.kind),
    table: text(language, about.table),
    key: about.key === undefined ? undefined : String(about.key),
  });
}
