/** Every limit of the doors, each with its reason. Whoever knocks may be broken or hostile; nothing waits or grows for ever. */
import { QUEUE_TRANSACTIONS_MAX } from "#ledger-core/contract/schema/limits.ts";

/** Longest frame or body of a call: a transaction's body of 1 MiB written as JSON in hexadecimal does not fit, a form does. */
export const CALL_SIZE_BYTES_MAX = 1_572_864;
/** Calls under way on one connection: a window that opens every page at once stays far below. */
export const CALLS_PER_CONNECTION_MAX = 128;
/** What may wait for a window that does not read; then the connection is cut and the window starts over. */
export const UNREAD_BYTES_MAX = 16_777_216;
/** TCP connections of the browser door: forty tabs of six connections. */
export const CONNECTIONS_MAX = 256;
/** WebSockets of the browser door: one for each tab. */
export const WEB_SOCKETS_MAX = 64;
/** How often a WebSocket has to show that somebody is there. */
export const HEARTBEAT_MS = 30_000;
/** Time to send the head of a request: a person's browser on the same machine needs milliseconds. */
export const HEAD_MS_MAX = 5_000;
/**
 * Time to send a whole request: a submission of the largest size goes a piece between two blocks, on a machine that is busy with other
 * things as well.
 */
export const REQUEST_MS_MAX = 60_000;
/** How long an idle connection is kept for the next request. */
export const KEEP_ALIVE_MS = 5_000;
/** How often the server looks for requests that took too long. */
export const CONNECTIONS_CHECK_MS = 1_000;
/** Longest head of a request: cookies of every other port of this machine come along. */
export const HEAD_SIZE_BYTES_MAX = 32_768;
/** Life of an unused ticket: somebody starts the node in the morning and opens the console after lunch. */
export const TICKET_MS_MAX = 12 * 3_600_000;
/** Tickets that nobody has used yet; the oldest gives way. */
export const TICKETS_MAX = 16;
/** Browsers that may hold a cookie; the one that was away for longest gives way. */
export const BROWSERS_MAX = 32;

/** Connections of the local socket: a few commands at a time. */
export const LOCAL_CONNECTIONS_MAX = 64;
/** Body of one submission: sixteen of the largest transactions. */
export const SUBMISSION_SIZE_BYTES_MAX = 16_777_216 + 64;
/** Transactions of one submission: as many as one block holds. */
export const SUBMISSION_TRANSACTIONS_MAX = 2_000;
/** Answer that the client of the local socket takes: two thousand receipts of 300 bytes, and room. */
export const ANSWER_SIZE_BYTES_MAX = 16_777_216;
/** Bytes of all submissions that one door has on their way: a few of the largest, or hundreds as programs send them. */
export const SUBMISSIONS_SIZE_BYTES_MAX = 4 * SUBMISSION_SIZE_BYTES_MAX;
/** Transactions that one door has lying with the engine: both doors together leave room in its queue for people. */
export const SUBMISSIONS_TRANSACTIONS_MAX = 8_000;
/** Longest path that every system takes for a socket in the file system: macOS holds 104 bytes with the closing zero. */
export const SOCKET_PATH_BYTES_MAX = 100;

const agree =
  WEB_SOCKETS_MAX < CONNECTIONS_MAX &&
  HEAD_MS_MAX < REQUEST_MS_MAX &&
  CONNECTIONS_CHECK_MS < HEAD_MS_MAX &&
  CALL_SIZE_BYTES_MAX < UNREAD_BYTES_MAX &&
  SUBMISSION_TRANSACTIONS_MAX <= SUBMISSIONS_TRANSACTIONS_MAX &&
  2 * SUBMISSIONS_TRANSACTIONS_MAX < QUEUE_TRANSACTIONS_MAX;
if (!agree) throw new Error("the limits of the doors contradict each other");
