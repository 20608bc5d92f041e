/** A ledger that is open in this process, to write or only to read. */
import { existsSync } from "node:fs";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Genesis } from "#ledger-core/contract/schema/governance.ts";
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import type { Engine } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import { HeldEngine } from "#ledger-core/engine/held-engine.ts";
import { SoloEngine } from "#ledger-core/engine/solo-engine.ts";
import type { SoloOptions } from "#ledger-core/engine/solo-options.ts";
import { networkId, parseGenesis } from "#ledger-core/kernel/genesis.ts";
import { logKeyTable } from "#ledger-core/kernel/governance/tables.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { openReader, openWriter } from "#ledger-core/store/store.ts";
import type { ProjectionProgress, Reader, Writer } from "#ledger-core/store/store-types.ts";
import { nodeSuite } from "./crypto-suite.ts";
import type { Keystore } from "./keystore/keystore.ts";
import { ledgerKeystore } from "./keystore/ledger-keystore.ts";
import { handoverObjection } from "./handover-objection.ts";
import { LogKeys } from "./log-key.ts";
import { blockSigner } from "./log-signer.ts";
import { NodeError } from "./node-error.ts";
import { OutsideMemory } from "./outside/outside-memory.ts";
import { WatchedEngine } from "./outside/watched-engine.ts";
import { ProjectingThread } from "./projecting-thread.ts";
import { cityRuleset } from "./rules.ts";
import { VerifyingThreads } from "./verifying-thread.ts";

/** What a ledger is called and by what it is verified. */
export type LedgerIdentity = {
  readonly genesis: Genesis;
  readonly network: Uint8Array;
  readonly networkHex: string;
  /** What the genesis says of the log's key; `logIdentity` has the one in force. */
  readonly first: FirstLogKey;
};

/** A ledger read beside whatever writes to it. */
export type ReadLedger = LedgerIdentity & {
  readonly folder: string;
  readonly ruleset: Ruleset;
  readonly reader: Reader;
  close(): void;
};

/** A ledger that this process writes. */
export type OpenLedger = Omit<ReadLedger, "close"> & {
  readonly writer: Writer;
  readonly engine: Engine;
  readonly keystore: Keystore;
  readonly clock: Clock;
  /** Why search and counts no longer follow; undefined while they do, and for who only reads beside the writer. */
  projectionFailure(): Error | undefined;
  close(): Promise<void>;
};

export type OpenOptions = {
  readonly folder: string;
  readonly clock?: Clock;
  /** Told how far derived tables are that have to be filled before the ledger is open. */
  readonly onProjections?: ProjectionProgress;
};

type ReadOptions = {
  readonly folder: string;
  /** A folder that `makePast` made of it: the ledger is read there, and whatever else lies in `folder` where it is. */
  readonly past?: string | undefined;
};

/** Opens to read. Throws NO_LEDGER or what the store throws. */
export function readLedger({ folder, past = folder }: ReadOptions): ReadLedger {
  const reader = openReader({ folder: past, contentFolder: folder, ruleset: cityRuleset, suite: nodeSuite });
  try {
    const genesis = reader.entry(0)?.bytes;
    if (genesis === undefined) throw new NodeError("NO_LEDGER", { folder });
    return { ...identify(genesis), folder, ruleset: cityRuleset, reader, close: () => reader.close() };
  } catch (error) {
    reader.close();
    throw error;
  }
}

/** Opens to write, and starts sealing. Throws NO_LEDGER, LOG_KEY_DAMAGED or what the store throws. */
export function openLedger({ folder, clock = machineClock, onProjections }: OpenOptions): OpenLedger {
  // The store makes the file that it does not find; under a mistyped name that would be a ledger which nobody can use or create.
  if (!existsSync(ledgerFile(folder))) throw new NodeError("NO_LEDGER", { folder });
  const projector = new ProjectingThread(folder);
  const checker = new VerifyingThreads();
  const writer = openWriter({
    folder,
    ruleset: cityRuleset,
    suite: nodeSuite,
    projector,
    ...(onProjections !== undefined && { onProjections }),
  });
  const opened: { readonly close: () => void }[] = [writer];
  try {
    const genesis = writer.genesis();
    if (genesis === undefined) throw new NodeError("NO_LEDGER", { folder });
    const identity = identify(genesis);
    const logKeys = new LogKeys(folder, new Rows(writer.rows), identity.first);
    opened.push({ close: () => logKeys.wipe() });
    const reader = writer.reader();
    opened.push(reader);
    const outside = new OutsideMemory({ ...identity, folder, reader });
    const engine = engineOf(outside, {
      writer,
      ruleset: cityRuleset,
      suite: nodeSuite,
      network: identity.network,
      sign: blockSigner(new Rows(writer.rows), identity.first, (publicKey) => logKeys.pairOf(publicKey)),
      clock,
      outbox: openOutbox(folder),
      checker,
      objection: handoverObjection({ folder, reader, isHeld: () => outside.held !== undefined }),
      overtaken: () => outside.overtaken(),
    });
    engine.onBlock(({ changed }) => {
      if (changed.has(logKeyTable.name)) logKeys.takeUp();
      // While the ledger is held nothing is sealed but the act by which it goes on with another key.
      if (outside.held === undefined) outside.follow();
      else outside.accept();
    });
    const keystore = ledgerKeystore(folder, identity.networkHex);
    const close = async (): Promise<void> => {
      await engine.close();
      await checker.close();
      keystore.lockAll();
      await outside.close();
      reader.close();
      await projector.close();
      writer.close();
      logKeys.wipe();
    };
    const projectionFailure = (): Error | undefined => writer.projectionFailure();
    const held = { folder, ruleset: cityRuleset, writer, reader, engine, keystore, clock };
    return { ...identity, ...held, projectionFailure, close };
  } catch (error) {
    for (const one of opened.toReversed()) one.close();
    throw error;
  }
}

/** A folder that may not be the one that sealed last waits for the act by which it goes on with another key. */
function engineOf(outside: OutsideMemory, options: SoloOptions): Engine {
  const { held } = outside;
  if (held === undefined) return new WatchedEngine(new SoloEngine(options), outside);
  // What waited in the folder that this one is a copy of was promised to nobody here.
  const prepare = (): void => options.outbox.clear();
  const resume = (): Engine => new SoloEngine(options);
  return new WatchedEngine(new HeldEngine(options, { why: held, endedBy: "log.recover", prepare, resume }), outside);
}

function identify(bytes: Uint8Array): LedgerIdentity {
  const genesis = parseGenesis(bytes);
  if (genesis === undefined) throw new StoreError("LEDGER_DAMAGED", { what: "genesis" });
  const network = networkId(nodeSuite, bytes);
  const first = { network, publicKey: genesis.logKey };
  return { genesis, network, networkHex: encodeHex(network), first };
}
