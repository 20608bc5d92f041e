/**
 * Signed transactions that come over HTTP, many at a time: read within bounds, handed to the engine as they are, answered in their order.
 * Whichever door they come through, this is what happens to them.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { believing } from "#ledger-core/engine/signature-queue.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import {
  SUBMISSION_SIZE_BYTES_MAX,
  SUBMISSION_TRANSACTIONS_MAX,
  SUBMISSIONS_SIZE_BYTES_MAX,
  SUBMISSIONS_TRANSACTIONS_MAX,
} from "./door-limits.ts";
import { readBody } from "./read-body.ts";
import { answersToJson, parseWires } from "./submission.ts";

/** What to answer with. `retrySeconds` where the same request may succeed a little later. */
export type SubmissionAnswer = {
  readonly status: 200 | 400 | 409 | 411 | 413 | 503;
  readonly json: string;
  readonly retrySeconds?: number;
};

export type SubmissionDeskOptions = {
  /** Bytes of the submissions that are on their way at a time. */
  readonly sizeBytesMax?: number;
  /** Transactions that lie with the engine at a time. */
  readonly transactionsMax?: number;
};

type Place = { readonly count: number; readonly enter: () => void };

const RETRY_SECONDS = 1;

export class SubmissionDesk {
  readonly #sizeBytesMax: number;
  readonly #transactionsMax: number;
  #sizeBytes = 0;
  #transactions = 0;
  readonly #line: Place[] = [];

  constructor({
    sizeBytesMax = SUBMISSIONS_SIZE_BYTES_MAX,
    transactionsMax = SUBMISSIONS_TRANSACTIONS_MAX,
  }: SubmissionDeskOptions = {}) {
    this.#sizeBytesMax = sizeBytesMax;
    this.#transactionsMax = transactionsMax;
  }

  /**
   * Takes a submission and answers once each of its transactions is sealed or turned away; undefined for who has gone meanwhile, of whom
   * nothing was taken. What is too long, not whole or more than there is room for is refused as a whole, before any of it is taken.
   * Sent again, what was sealed is answered with its place and outcome. Throws what is a fault of the node.
   */
  async take(
    { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
    host: NodeHost,
  ): Promise<SubmissionAnswer | undefined> {
    const length = Number(request.headers["content-length"] ?? Number.NaN);
    if (Number.isNaN(length)) return refuse(411, "SUBMISSION_MALFORMED", { count: SUBMISSION_TRANSACTIONS_MAX });
    if (length > SUBMISSION_SIZE_BYTES_MAX)
      return refuse(413, "SUBMISSION_TOO_LARGE", { bytes: length, most: SUBMISSION_SIZE_BYTES_MAX });
    if (this.#sizeBytes > 0 && this.#sizeBytes + length > this.#sizeBytesMax)
      return { ...refuse(503, "QUEUE_FULL", { waiting: this.#transactions }), retrySeconds: RETRY_SECONDS };
    this.#sizeBytes += length;
    try {
      const wires = parseWires((await readBody(request, length)) ?? Buffer.alloc(0));
      if (wires === undefined) return refuse(400, "SUBMISSION_MALFORMED", { count: SUBMISSION_TRANSACTIONS_MAX });
      return await this.#submit(wires, () => (response.destroyed ? undefined : host.ledger));
    } catch (error) {
      const problem = problemOfError(error);
      if (problem === undefined) throw error;
      return { status: 409, json: JSON.stringify(problem) };
    } finally {
      this.#sizeBytes -= length;
    }
  }

  /** `ledger` is asked when it is this submission's turn. */
  async #submit(
    wires: readonly Uint8Array[],
    ledger: () => OpenLedger | undefined,
  ): Promise<SubmissionAnswer | undefined> {
    await this.#enter(wires.length);
    try {
      const open = ledger();
      if (open === undefined) return undefined;
      const answers = await open.engine.submit(wires);
      return { status: 200, json: answersToJson(answers.map((answer, i) => withPlace(open, wires[i], answer))) };
    } finally {
      this.#leave(wires.length);
    }
  }

  /** Whoever finds no room waits for it, in the order of arrival: so the sender is slowed down, not refused. */
  async #enter(count: number): Promise<void> {
    if (this.#line.length > 0 || !this.#hasRoom(count))
      await new Promise<void>((enter) => this.#line.push({ count, enter }));
    else this.#transactions += count;
  }

  #leave(count: number): void {
    this.#transactions -= count;
    for (let next = this.#line[0]; next !== undefined && this.#hasRoom(next.count); next = this.#line[0]) {
      this.#line.shift();
      this.#transactions += next.count;
      next.enter();
    }
  }

  #hasRoom(count: number): boolean {
    return this.#transactions === 0 || this.#transactions + count <= this.#transactionsMax;
  }
}

function refuse(status: SubmissionAnswer["status"], code: string, data: RefusalData): SubmissionAnswer {
  return { status, json: JSON.stringify(problemOf(code, data)) };
}

/** Why an act is turned away that may be in the ledger all the same: its id is held in memory no longer than it is valid. */
const MAY_BE_SEALED: readonly string[] = ["ALREADY_SEEN", "EXPIRED", "UNKNOWN_VERSION"];

/** Who sends something a second time has lost the first answer: what it said is in the ledger. */
function withPlace(
  { ruleset, network, reader }: OpenLedger,
  wire: Uint8Array | undefined,
  answer: Receipt | Turnaway,
): Receipt | Turnaway {
  if (wire === undefined || isReceipt(answer) || !MAY_BE_SEALED.includes(answer.code)) return answer;
  const sound = checkSound(ruleset, believing(nodeSuite), network, wire);
  const entry = isTurnaway(sound) ? undefined : reader.findEntry(sound.transaction.id);
  if (entry === undefined) return answer;
  const { height, index, state, code } = entry;
  return { code: "ALREADY_SEEN", data: { height, index, state, outcome: code } };
}
