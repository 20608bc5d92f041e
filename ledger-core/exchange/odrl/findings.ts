/** Everything that can be wrong with an ODRL document: closed lists, whose words are in `finding-text.ts`. A code is never reused or renamed. */
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { BASE, shortName } from "./namespaces.ts";

/** Why a whole document is refused. */
export const ODRL_REFUSALS = [
  "FILE_EMPTY",
  "FILE_TOO_LARGE",
  "FILE_UTF16",
  "FILE_NOT_UTF8",
  "FILE_XML",
  "JSON_SYNTAX",
  "JSON_CUT_SHORT",
  "TOO_DEEP",
  "TOO_MANY_VALUES",
  "TOO_MANY_FAULTS",
  "TURTLE_SYNTAX",
  "JSONLD_SYNTAX",
  "CONTEXT_UNKNOWN",
  "CONTEXT_MISSING",
  "KEY_UNKNOWN",
  "KEY_TWICE",
  "NO_POLICY",
  "TOO_MANY_POLICIES",
  "CONTEXTS_TOO_LARGE",
] as const;
export type OdrlRefusalCode = (typeof ODRL_REFUSALS)[number];

/** What can be found in a policy. */
export const ODRL_FINDINGS = [
  // Refused: the ledger cannot hold to the policy at all.
  "PROFILE_UNKNOWN",
  "CONFLICT_UNSUPPORTED",
  "PARENT_MISSING",
  "OBLIGATION",
  "POLICY_TERM_UNKNOWN",
  "NOTHING_PERMITTED",
  "TOO_MANY_TARGETS",
  "TOO_MANY_RULES",
  "PARTY_UNKNOWN",
  // Warnings: a permission is left out, or a prohibition taken further than it says.
  "RULE_TERM_UNKNOWN",
  "ACTION_MISSING",
  "ACTION_UNKNOWN",
  "ACTION_REFINED",
  "PARTY_REFINED",
  "TARGET_REFINED",
  "OPERAND_UNKNOWN",
  "OPERATOR_UNKNOWN",
  "OPERATOR_UNFIT",
  "VALUE_MISSING",
  "VALUE_TYPE",
  "VALUE_UNKNOWN",
  "VALUES_TOO_MANY",
  "CONSTRAINT_TERM_UNKNOWN",
  "CONSTRAINT_CYCLE",
  "XONE_NESTED",
  "CONSTRAINTS_TOO_MANY",
  "DUTY_UNKNOWN",
  "DUTY_LIMITED",
  // Warnings: how something was read.
  "CONFLICT_UNSTATED",
  "ACTION_BEYOND_LEDGER",
  "ACTION_PART_UNKNOWN",
  "TIME_WITHOUT_ZONE",
  "DATE_WHOLE_DAY",
  "TIME_ROUNDED",
  "TIME_IMPLAUSIBLE",
  "FINDINGS_CUT",
] as const;
export type OdrlFindingCode = (typeof ODRL_FINDINGS)[number];

/** `row` counts the policies of the document from 1; `path` names the place in it (`permission[0].constraint[1].leftOperand`), `value` the term. */
export type OdrlFinding = RowFinding<OdrlFindingCode>;

/** A finding of a policy whose place in the document is not yet known. */
export type Flaw = { readonly code: OdrlFindingCode; readonly path: string; readonly value?: string };

/** A flaw at a place, with the term as a person reads it. */
export function flaw(code: OdrlFindingCode, path: string, term?: string): Flaw {
  return term === undefined ? { code, path } : { code, path, value: excerpt(shortName(term)) };
}

/** A refusal of the whole document. `detail` is for the person's eyes: a line, a term, a size. */
export type OdrlRefusal = { readonly ok: false; readonly code: OdrlRefusalCode; readonly detail: string };

export function refuseDocument(code: OdrlRefusalCode, detail = ""): OdrlRefusal {
  return { ok: false, code, detail: excerpt(detail.replaceAll(BASE, "")) };
}
