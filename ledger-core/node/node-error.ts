/** What goes wrong around a node rather than in the ledger; `contract/text` has a cause and a next step for each code. */

export const NODE_CODES = [
  /** The folder already holds a ledger. */
  "LEDGER_EXISTS",
  /** The folder holds no ledger yet. */
  "NO_LEDGER",
  /** The key that signs the log's checkpoints is missing or damaged. */
  "LOG_KEY_DAMAGED",
  /** Nobody is unlocked in this window. */
  "NOT_UNLOCKED",
  /** The person in session has no key that the ledger knows. */
  "NOT_ENROLLED",
  /** Only a demo network lets one person act as another. */
  "DEMO_ONLY",
  /** A body is not what its kind asks for. */
  "BODY_INVALID",

  "UNKNOWN_KIND",
  "USCC_INVALID",
  "HANDLE_INVALID",
  /** A record that was asked for is not there. */
  "NO_SUCH_RECORD",
  /** The port is taken by another program. */
  "PORT_IN_USE",
  /** A node works on this ledger, but its local socket does not answer. */
  "SOCKET_SILENT",
  /** What was handed in is no list of transactions, each after its length. */
  "SUBMISSION_MALFORMED",
  "SUBMISSION_TOO_LARGE",
  /** The demo's passphrase file is missing or does not open its keys. */
  "DEMO_KEYS_MISSING",
  /** In the desktop app only the shell's own window confirms a signature. */
  "SHELL_CONFIRMS",
  /** Content that is shared under conditions, and no recorded use keeps it open. */
  "CONTENT_CLOSED",
  /** This node does not keep the content of that version. */
  "CONTENT_NOT_HELD",
  /** The key that seals content is missing, altered, or another node's. */
  "CONTENT_KEY_DAMAGED",
  /** Too many files are on their way into this node. */
  "CONTENT_BUSY",
  "CONTENT_ALTERED",
  /** A quotation mark in a table is never closed, or a row is longer than any that is read. */
  "TABLE_MALFORMED",
  /** There is no catalogue format of that name. */
  "IMPORT_FORMAT",
  /** Nothing that could be signed was looked at before. */
  "IMPORT_NOT_PLANNED",
  /** A file of a scheduled import could not be fetched. */
  "IMPORT_FETCH",
  /** Reading a file takes longer than others may be kept waiting. */
  "IMPORT_SLOW",
  "TILES_FOLDER_OTHER",
  "PROJECTIONS_BEHIND",
  /** Search and counts have not taken in all of the log yet, so that what they say now would be false. */
  "DERIVED_BEHIND",
  /** The system's folder for what is temporary has no room for a copy of the ledger. */
  "PAST_WITHOUT_ROOM",
  /** Something that should never happen; the log has the details. */
  "INTERNAL",
] as const;

export type NodeCode = (typeof NODE_CODES)[number];

export class NodeError extends Error {
  readonly code: NodeCode;
  readonly data: Readonly<Record<string, string | number>>;

  constructor(
    code: NodeCode,
    data: Readonly<Record<string, string | number>> = {},
    options?: { readonly cause: unknown },
  ) {
    super(`${code}: ${JSON.stringify(data)}`, options);
    this.code = code;
    this.data = data;
  }
}
