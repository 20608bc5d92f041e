/** Everything that can be wrong with a `data.json`: closed lists, whose words are in `finding-text.ts`. A code is never reused or renamed. */

/** Why a whole file is refused. */
export const FILE_REFUSALS = [
  "FILE_EMPTY",
  "FILE_TOO_LARGE",
  "FILE_UTF16",
  "FILE_NOT_UTF8",
  "JSON_SYNTAX",
  "JSON_CUT_SHORT",
  "TOO_DEEP",
  "TOO_MANY_VALUES",
  "TOO_MANY_FAULTS",
  "TOO_MANY_ROWS",
  "NOT_A_CATALOG",
  "DATASET_NOT_A_LIST",
  "OTHER_VERSION",
  "CATALOG_KEY_TWICE",
  "CATALOG_KEY_FORBIDDEN",
  "CATALOG_TEXT_BROKEN",
] as const;
export type FileRefusal = (typeof FILE_REFUSALS)[number];

/** What can be found in a row, or in the file as a whole where it is taken all the same. */
export const DATA_JSON_FINDINGS = [
  "ROW_NOT_AN_OBJECT",
  "ROW_TOO_LARGE",
  "FIELD_MISSING",
  "FIELD_TYPE",
  "FIELD_TOO_LONG",
  "LIST_TOO_LONG",
  "TEXT_SHORTENED",
  "ACCESS_LEVEL_UNKNOWN",
  "CONDITION_MISSING",
  "IDENTIFIER_TWICE",
  "DATE_INVALID",
  "DATE_IMPLAUSIBLE",
  "DATE_NOT_A_DAY",
  "CYCLE_UNKNOWN",
  "URL_INVALID",
  "EMAIL_INVALID",
  "HTML_MARKUP",
  "HIDDEN_CHARACTER",
  "KEY_TWICE",
  "KEY_FORBIDDEN",
  "TEXT_BROKEN",
  "TEXT_NUL",
  "NUMBER_ROUNDED",
  "NUMBER_TOO_LARGE",
  "VALUE_TOO_DEEP",
  "BYTE_ORDER_MARK",
  "PROFILE_UNSTATED",
  "FINDINGS_CUT",
] as const;
export type DataJsonFindingCode = (typeof DATA_JSON_FINDINGS)[number];
