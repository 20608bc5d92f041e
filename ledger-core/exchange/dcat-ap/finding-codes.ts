/** Everything that can be wrong with a DCAT-AP file: closed lists, whose words are in `finding-text.ts`. A code is never reused or renamed. */

/** Why a whole file is refused. */
export const DCAT_AP_REFUSALS = [
  "FILE_EMPTY",
  "FILE_TOO_LARGE",
  "FILE_UTF16",
  "FILE_NOT_UTF8",
  "FILE_ENCODING",
  "FILE_CUT_SHORT",
  "TURTLE_SYNTAX",
  "XML_SYNTAX",
  "XML_DOCTYPE",
  "RDF_XML_SYNTAX",
  "JSON_SYNTAX",
  "JSON_CUT_SHORT",
  "JSON_KEY_TWICE",
  "JSON_VALUE_LOST",
  "JSON_LD_SYNTAX",
  "CONTEXT_REMOTE",
  "STATEMENT_QUOTED",
  "TOO_DEEP",
  "TOO_MANY_VALUES",
  "TOO_MANY_FAULTS",
  "TOO_MANY_STATEMENTS",
  "TOO_MANY_ROWS",
  "SHARED_TOO_LARGE",
  "REST_TOO_LARGE",
  "NO_DATASET",
] as const;
export type DcatApRefusal = (typeof DCAT_AP_REFUSALS)[number];

/** What can be found in a row, or in the file as a whole where it is taken all the same. */
export const DCAT_AP_FINDINGS = [
  "ROW_TOO_LARGE",
  "VALUE_MISSING",
  "VALUE_NOT_A_NODE",
  "VALUE_NOT_AN_ADDRESS",
  "VALUE_NOT_A_TEXT",
  "VALUE_DATATYPE",
  "VALUES_TOO_MANY",
  "FIELD_TOO_LONG",
  "LIST_TOO_LONG",
  "TEXT_SHORTENED",
  "IDENTIFIER_MADE",
  "IDENTIFIER_TWICE",
  "ACCESS_UNSTATED",
  "DATE_INVALID",
  "DATE_IMPLAUSIBLE",
  "DATE_NOT_A_DAY",
  "URL_INVALID",
  "ADDRESS_RELATIVE",
  "ADDRESS_REPAIRED",
  "HTML_MARKUP",
  "HIDDEN_CHARACTER",
  "TEXT_NUL",
  "FINDINGS_CUT",
] as const;
export type DcatApFindingCode = (typeof DCAT_AP_FINDINGS)[number];
