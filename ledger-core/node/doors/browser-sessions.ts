/**
 * Who may come through the browser door: whoever brings a ticket once gets a cookie for this browser. Tickets and cookies are
 * kept as hashes, so neither can be read out of this process's memory in the form that opens the door.
 */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite, randomBytes } from "#ledger-core/node/crypto-suite.ts";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import { BROWSERS_MAX, TICKET_MS_MAX, TICKETS_MAX } from "./door-limits.ts";

const SECRET_BYTES = 32;
const SECRET_PATTERN = /^[\w-]{43}$/;

export class BrowserSessions {
  readonly #now: () => number;
  readonly #onDropped: (client: ClientSession) => void;
  /** When each ticket ends, by its hash. */
  readonly #tickets = new Map<string, number>();
  /** Sessions by the hash of their cookie, the one that was away for longest first. */
  readonly #clients = new Map<string, ClientSession>();

  /** `now` in milliseconds; `onDropped` is told of a session that gives way to a new one. */
  constructor(options: { readonly now: () => number; readonly onDropped: (client: ClientSession) => void }) {
    this.#now = options.now;
    this.#onDropped = options.onDropped;
  }

  /** A ticket that opens the door once. */
  issueTicket(): string {
    const ticket = newSecret();
    this.#tickets.set(fingerprint(ticket), this.#now() + TICKET_MS_MAX);
    dropOldest(this.#tickets, TICKETS_MAX);
    return ticket;
  }

  /** Burns the ticket and opens a session; its cookie's value, or undefined if the ticket is not one, was used or is too old. */
  redeem(ticket: string): string | undefined {
    const key = fingerprint(ticket);
    const end = this.#tickets.get(key);
    this.#tickets.delete(key);
    if (end === undefined || end < this.#now()) return undefined;
    const cookie = newSecret();
    this.#clients.set(fingerprint(cookie), { id: newSecret(), keystoreSession: undefined });
    const dropped = dropOldest(this.#clients, BROWSERS_MAX);
    if (dropped !== undefined) this.#onDropped(dropped);
    return cookie;
  }

  /** The session that a cookie stands for. */
  find(cookie: string): ClientSession | undefined {
    if (!SECRET_PATTERN.test(cookie)) return undefined;
    const key = fingerprint(cookie);
    const client = this.#clients.get(key);
    if (client === undefined) return undefined;
    this.#clients.delete(key);
    this.#clients.set(key, client);
    return client;
  }
}

/** The value of one cookie in a Cookie header; the first where a name comes twice. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

function newSecret(): string {
  return Buffer.from(randomBytes(SECRET_BYTES)).toString("base64url");
}

function fingerprint(secret: string): string {
  return encodeHex(nodeSuite.sha256(Buffer.from(secret, "utf8")));
}

function dropOldest<V>(map: Map<string, V>, max: number): V | undefined {
  if (map.size <= max) return undefined;
  const [oldest] = map;
  if (oldest === undefined) return undefined;
  map.delete(oldest[0]);
  return oldest[1];
}
