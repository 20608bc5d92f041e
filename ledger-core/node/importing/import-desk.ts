/**
 * Imports on their way through a window: the file as it was sent, what it would do, the batches that one confirmation signs, and how
 * far they have come. A file lives here until it is discarded, replaced, or its window has been gone for a while.
 */
import { randomUUID } from "node:crypto";
import type { ImportLine } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { ErrorCode, RefusalData } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { composeValue } from "#ledger-core/node/compose-transaction.ts";
import type { EncodedBody } from "#ledger-core/node/compose-transaction.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import type { Moment } from "#ledger-core/node/moment.ts";
import { releaseMemorySoon } from "#ledger-core/node/release-memory.ts";
import type { OnAnswer } from "#ledger-core/node/signing-service.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { FileToPlan } from "./file-to-plan.ts";
import { isQuick, planFile, PLANNING_MS_MAX, QUICK_FILE_BYTES_MAX } from "./plan-file.ts";
import { LARGE_FILE_BYTES } from "./plan-import.ts";
import type { ImportPlan, RefusedFile } from "./plan-import.ts";
import { importBatches } from "./run-import.ts";
import { FILE_BYTES_MAX } from "./unpack-file.ts";

/** Files that one node holds at a time, and how long one waits for its window. */
const IMPORTS_MAX = 8;
const PAUSE_MS_MAX = 60 * 60_000;

export type ImportState = {
  readonly state: "planned" | "prepared" | "running" | "done" | "stopped";
  readonly batchesDone: number;
  readonly batches: number;
  readonly recordsDone: number;
  readonly records: number;
  readonly proposals: readonly number[];
  readonly refusal: { readonly code: ErrorCode; readonly data: RefusalData } | undefined;
};

/** What lies on the desk. */
type Item = {
  readonly owner: string;
  readonly fileName: string;
  /** Told when everything was sealed, where the file was fetched by a schedule. */
  readonly whenDone: (() => void) | undefined;
  pieces: readonly Uint8Array[];
  sizeBytes: number;
  plan: ImportPlan | undefined;
  /** Settled once nobody looks at the file: its bytes are with one who does. */
  looked: Promise<void>;
  progress: ImportState;
  stop: AbortController;
  /** Aborted once it lies here no longer. */
  readonly gone: AbortController;
  timer: NodeJS.Timeout;
};

const NOTHING: ImportState = {
  state: "planned",
  batchesDone: 0,
  batches: 0,
  recordsDone: 0,
  records: 0,
  proposals: [],
  refusal: undefined,
};

type SaidLine = Pick<ImportLine, "kind" | "origin">;

/** An import that is ready to be laid before the person: its batches, and what is told of each answer. */
export type PreparedImport = {
  readonly composed: readonly EncodedBody[];
  /** Of all lines what the sentence needs that says what is signed. */
  readonly lines: readonly SaidLine[];
  readonly onAnswer: OnAnswer;
};

export class ImportDesk {
  readonly #ledger: OpenLedger;
  /** What was left alone for longest is first. */
  readonly #items = new Map<string, Item>();
  /** Settled once no file is looked at that is not quick: each may take much memory while it is. */
  #looked: Promise<void> = Promise.resolve();

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
  }

  /**
   * Begins to take a file in; `owner` is the client's session. Where the desk is full, what is over makes room, else what this client
   * looked at and left. Throws CONTENT_BUSY if others are at work on all of it.
   */
  begin(owner: string, fileName: string, whenDone?: () => void): string {
    if (this.#items.size >= IMPORTS_MAX) this.#makeRoom(owner);
    if (this.#items.size >= IMPORTS_MAX) throw new NodeError("CONTENT_BUSY", { count: IMPORTS_MAX });
    const id = randomUUID();
    this.#items.set(id, {
      owner,
      fileName,
      whenDone,
      pieces: [],
      sizeBytes: 0,
      plan: undefined,
      looked: Promise.resolve(),
      progress: NOTHING,
      stop: new AbortController(),
      gone: new AbortController(),
      timer: this.#watch(id),
    });
    return id;
  }

  /** The next piece; answers how much there is. A file that is too long is refused when it is looked at, not held. */
  append(owner: string, id: string, piece: Uint8Array): number {
    const item = this.#find(owner, id);
    item.sizeBytes += piece.length;
    // One byte beyond the limit is enough to say that it is too long.
    if (item.sizeBytes - piece.length <= FILE_BYTES_MAX) item.pieces = [...item.pieces, Uint8Array.from(piece)];
    return item.sizeBytes;
  }

  /**
   * What the file would do now. Throws IMPORT_FORMAT for a format that there is not, NO_SUCH_RECORD if it is dropped meanwhile, and
   * IMPORT_SLOW if it takes too long, whereupon it lies here no longer.
   */
  async plan(
    owner: string,
    id: string,
    given: Pick<FileToPlan, "department" | "format" | "source">,
  ): Promise<ImportPlan | RefusedFile> {
    const item = this.#find(owner, id);
    if (given.format !== "" && formatsNamed(given.format).length === 0)
      throw new NodeError("IMPORT_FORMAT", { format: given.format });
    const isSlow = !isQuickItem(item, given.format);
    const turn = isSlow ? Promise.all([item.looked, this.#looked]) : item.looked;
    const look = turn.then(() => this.#look(id, item, given));
    // Not the plan itself, which is let go of before the item is.
    item.looked = look.then(
      () => undefined,
      () => undefined,
    );
    if (isSlow) this.#looked = item.looked;
    return await look;
  }

  async #look(
    id: string,
    item: Item,
    given: Pick<FileToPlan, "department" | "format" | "source">,
  ): Promise<ImportPlan | RefusedFile> {
    const { gone, fileName } = item;
    const bytes = plainBytes(Buffer.concat(item.pieces));
    item.pieces = [bytes];
    item.plan = undefined;
    try {
      gone.signal.throwIfAborted();
      const looked = await planFile({ ...given, bytes, fileName }, this.#ledger, {
        signal: gone.signal,
        msMax: PLANNING_MS_MAX,
      });
      gone.signal.throwIfAborted();
      // What came meanwhile is behind it.
      item.pieces = [looked.bytes, ...item.pieces.slice(1)];
      if (looked.plan instanceof StoreError) throw looked.plan;
      item.plan = looked.plan.ok ? looked.plan : undefined;
      item.progress = NOTHING;
      return looked.plan;
    } catch (error) {
      if (gone.signal.aborted) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
      // Lost with the thread that it was lent to: it is to be sent again.
      if (item.pieces[0]?.length === 0) this.#drop(id, item);
      throw error;
    }
  }

  /** All batches of what was looked at last, or is being looked at. Throws IMPORT_NOT_PLANNED where that was nothing, or it is cancelled or dropped meanwhile. */
  async prepare(owner: string, id: string, moment: Moment): Promise<PreparedImport> {
    const item = this.#find(owner, id);
    // A window looks again when something was sealed meanwhile, and takes a while with most files.
    await item.looked;
    const { plan } = item;
    if (plan === undefined) throw new NodeError("IMPORT_NOT_PLANNED");
    item.stop = new AbortController();
    const { reader } = this.#ledger;
    const make = {
      blobs: reader.blobs,
      logSize: () => reader.head()?.size ?? 0,
      signal: item.stop.signal,
    };
    const lines: SaidLine[] = [];
    const lengths: number[] = [];
    const composed: EncodedBody[] = [];
    for await (const batch of importBatches(plan, make)) {
      // All else of a large file is held as bytes alone.
      lines.push(...batch.map(({ kind, origin }) => ({ kind, origin })));
      lengths.push(batch.length);
      const { body: _body, ...encoded } = composeValue(moment, "catalog.import", batch);
      composed.push(encoded);
    }
    // Cancelled, only some of the batches were made, and what is signed is the whole.
    if (make.signal.aborted || composed.length === 0) throw new NodeError("IMPORT_NOT_PLANNED");
    item.progress = { ...NOTHING, state: "prepared", batches: composed.length, records: lines.length };
    return { composed, lines, onAnswer: this.#follow(item, lengths) };
  }

  nameOf(owner: string, id: string): string {
    return this.#find(owner, id).fileName;
  }

  progress(owner: string, id: string): ImportState {
    return this.#find(owner, id).progress;
  }

  cancel(owner: string, id: string): void {
    this.#find(owner, id).stop.abort();
  }

  discard(owner: string, id: string): void {
    this.#drop(id, this.#find(owner, id));
  }

  close(): void {
    for (const [id, item] of this.#items) this.#drop(id, item);
  }

  /** `lengths`: of the batches, in lines. */
  #follow(item: Item, lengths: readonly number[]): OnAnswer {
    return (answer) => {
      const { progress } = item;
      if (!isReceipt(answer) || answer.code !== "") {
        const { code, data } = answer;
        item.progress = { ...progress, state: "stopped", refusal: { code: code as ErrorCode, data } };
        return false;
      }
      const batchesDone = progress.batchesDone + 1;
      const isOver = batchesDone === lengths.length;
      const isStopped = !isOver && item.stop.signal.aborted;
      item.progress = {
        ...progress,
        batchesDone,
        recordsDone: progress.recordsDone + (lengths[progress.batchesDone] ?? 0),
        proposals:
          answer.state === "proposed" && answer.proposal !== undefined
            ? [...progress.proposals, answer.proposal]
            : progress.proposals,
        state: isOver ? "done" : isStopped ? "stopped" : "running",
      };
      if (isOver) item.whenDone?.();
      // What is sealed in part is no longer what was looked at.
      this.#letGoOfPlan(item);
      return !isStopped;
    };
  }

  /** The records that were read are no longer needed; those of a large file leave much memory behind. */
  #letGoOfPlan(item: Item): void {
    if (item.plan !== undefined && item.sizeBytes >= LARGE_FILE_BYTES) releaseMemorySoon();
    item.plan = undefined;
  }

  #find(owner: string, id: string): Item {
    const item = this.#items.get(id);
    if (item === undefined || item.owner !== owner) throw new NodeError("NO_SUCH_RECORD", { table: "import", key: id });
    clearTimeout(item.timer);
    item.timer = this.#watch(id);
    this.#items.delete(id);
    this.#items.set(id, item);
    return item;
  }

  #makeRoom(owner: string): void {
    const items = [...this.#items];
    const place =
      items.find(([, { progress }]) => progress.state === "done" || progress.state === "stopped") ??
      items.find(([, item]) => item.owner === owner && item.progress.state === "planned");
    if (place !== undefined) this.#drop(...place);
  }

  #watch(id: string): NodeJS.Timeout {
    return setTimeout(() => {
      const item = this.#items.get(id);
      if (item !== undefined) this.#drop(id, item);
    }, PAUSE_MS_MAX).unref();
  }

  #drop(id: string, item: Item): void {
    clearTimeout(item.timer);
    item.stop.abort();
    item.gone.abort();
    this.#items.delete(id);
    item.pieces = [];
    this.#letGoOfPlan(item);
  }
}

/** One whose bytes are with a thread just now is none. */
function isQuickItem({ pieces, sizeBytes, fileName }: Item, format: string): boolean {
  if (sizeBytes >= QUICK_FILE_BYTES_MAX) return false;
  const bytes = Buffer.concat(pieces);
  return bytes.length === sizeBytes && isQuick({ bytes, fileName, format });
}
