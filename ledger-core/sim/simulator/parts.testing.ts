/** The real parts that a run is made of, each of which a mutation may wrap: that is how a bug comes in on purpose. */
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import type { Engine } from "#ledger-core/engine/engine.ts";
import type { Outbox, OutboxFiles } from "#ledger-core/engine/outbox.ts";
import type { SignatureChecker } from "#ledger-core/engine/signature-queue.ts";
import type { BlobFiles } from "#ledger-core/store/blob-files.ts";
import type { Connection } from "#ledger-core/store/database.ts";
import type { TownKind } from "./town.testing.ts";
import type { Head, Writer } from "#ledger-core/store/store-types.ts";

/** Shows a head to the world: whoever holds its checkpoint may come back with it. */
export type ShowHead = (head: Pick<Head, "size" | "root">) => void;

/** Each of them gives back what it was given, or something that stands in its place with a bug. */
export type Parts = {
  readonly folder: (folder: string) => void;
  /** What stands between the store and the disk. */
  readonly connection: (connection: Connection) => Connection;
  readonly files: (files: OutboxFiles) => OutboxFiles;
  readonly blobFiles: (files: BlobFiles) => BlobFiles;
  readonly outbox: (outbox: Outbox) => Outbox;
  readonly checker: (checker: SignatureChecker) => SignatureChecker;
  readonly writer: (writer: Writer, show: ShowHead) => Writer;
  readonly clock: (clock: Clock) => Clock;
  readonly engine: (engine: Engine) => Engine;
};

/** A bug with its name. */
export type Mutation = Partial<Parts> & {
  readonly name: string;
  /** Where it can show at all, if not everywhere. */
  readonly town?: TownKind;
};

export const NO_MUTATION: Mutation = { name: "none" };

const asItIs = <T>(part: T): T => part;

/** The parts of a run with a mutation in them. */
export function partsWith(mutation: Mutation): Parts {
  return {
    folder: () => {},
    connection: asItIs,
    files: asItIs,
    blobFiles: asItIs,
    outbox: asItIs,
    checker: asItIs,
    writer: asItIs,
    clock: asItIs,
    engine: asItIs,
    ...mutation,
  };
}

/** A part of which some members are others, and the rest is its own. */
export function instead<T extends object>(part: T, others: Partial<T>): T {
  return new Proxy(part, {
    get: (target, name) => {
      if (Object.hasOwn(others, name)) return Reflect.get(others, name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
