/** Bugs on purpose, each in one of the real parts: a simulator that does not catch them would not catch those of tomorrow. */
import { rmSync } from "node:fs";
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { BlobFile, BlobFiles } from "#ledger-core/store/blob-files.ts";
import type { Connection, Statement } from "#ledger-core/store/database.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import type { Head } from "#ledger-core/store/store-types.ts";
import { PowerLost } from "./faulty-disk.testing.ts";
import { instead } from "./parts.testing.ts";
import type { Mutation } from "./parts.testing.ts";

/** A connection for which some statements do nothing. */
function without(isLost: (sql: string) => boolean): (connection: Connection) => Connection {
  return (connection) =>
    instead(connection, {
      prepare: ((sql: string) => {
        const statement = connection.prepare(sql) as Statement;
        if (!isLost(sql)) return statement;
        return instead(statement, { run: () => ({ changes: 0, lastInsertRowid: 0 }) });
      }) as Connection["prepare"],
    });
}

/** A connection whose statements read otherwise. */
function reading(
  read: (carryOut: () => unknown, method: "get" | "all") => unknown,
): (connection: Connection) => Connection {
  const through = (statement: Statement): Statement => {
    const other: Statement = instead(statement, {
      get: ((...values: unknown[]) => read(() => statement.get(...values), "get")) as Statement["get"],
      all: ((...values: unknown[]) => read(() => statement.all(...values), "all")) as Statement["all"],
      raw: ((toggle?: boolean) => (statement.raw(toggle), other)) as Statement["raw"],
    });
    return other;
  };
  return (connection) =>
    instead(connection, {
      prepare: ((sql: string) => through(connection.prepare(sql) as Statement)) as Connection["prepare"],
    });
}

const writesInto =
  (table: string) =>
  (sql: string): boolean =>
    /^(INSERT|UPDATE|DELETE)/.test(sql) && sql.includes(table);

/** The ledger's connection with transactions that go otherwise; derived tables would try again for ever. */
function transacting(
  immediate: (connection: Connection, work: () => unknown) => unknown,
): (from: Connection) => Connection {
  return (connection) =>
    connection.name.endsWith("ledger.sqlite")
      ? instead(connection, {
          transaction: ((work: () => unknown) => ({
            immediate: () => immediate(connection, work),
          })) as unknown as Connection["transaction"],
        })
      : connection;
}

/** A head that stands for no block. */
const NO_HEAD: Head = { height: 0, time: 0, size: 0, root: new Uint8Array(32), checkpoint: "" };

/** Rows of which some scans see nothing. */
function blind(rows: RowSource, table: string): RowSource {
  return instead(rows, {
    scan: (asked, index, range) => (asked.name === table && index === "key" ? [] : rows.scan(asked, index, range)),
  });
}

/** Rows that are remembered for ever. */
function stale(rows: RowSource): RowSource {
  const held = new Map<string, ReturnType<RowSource["get"]>>();
  return instead(rows, {
    get: (table, key) => {
      const name = `${table.number}:${key}`;
      if (!table.name.startsWith("kernel.") && !held.has(name)) held.set(name, rows.get(table, key));
      return held.get(name) ?? rows.get(table, key);
    },
  });
}

/** A block in which what was refused has left something behind. */
function withTrace(block: Block): Block {
  const done = block.entries.find(({ code, writes }) => code === "" && writes.length > 0);
  const entries = block.entries.map((entry): SealedEntry => {
    if (entry.code === "" || done === undefined) return entry;
    return { ...entry, writes: done.writes.slice(0, 1), changes: done.changes.slice(0, 1) };
  });
  return { ...block, entries };
}

const ASLEEP: Clock["after"] = () => () => {};

/** Calls that keep content, of which some do otherwise: those of the files that are written, or of the directories that name them. */
function keepingOtherwise(
  flags: "r" | "wx",
  otherwise: (file: BlobFile) => Partial<BlobFile>,
): (files: BlobFiles) => BlobFiles {
  return (files) => ({
    ...files,
    open: async (...given) => {
      const file = await files.open(...given);
      return given[1] === flags ? { ...file, ...otherwise(file) } : file;
    },
  });
}

export const MUTATIONS: readonly Mutation[] = [
  { name: "blocks are acknowledged before they are on the disk", connection: unsynced },
  {
    name: "the rows of a table are not saved with their block",
    connection: without(writesInto('"lamp_lamp"')),
  },
  { name: "rows that were removed stay", connection: without((sql) => sql.startsWith('DELETE FROM "kernel_due"')) },
  { name: "the ids of acts in force are not saved", connection: without(writesInto('"kernel_replay"')) },
  {
    name: "the ids of acts in force are forgotten by a restart",
    writer: (writer) => instead(writer, { rows: blind(writer.rows, "kernel.replay") }),
  },
  { name: "full tiles of the tree are not saved", town: "long", connection: without(writesInto("log_tile")) },
  { name: "the index of entry ids is not saved", town: "long", connection: without(writesInto("log_id_part")) },
  { name: "the history of rows is not saved", connection: without(writesInto("log_history")) },
  { name: "derived tables do not follow", connection: failingDerived },
  { name: "derived tables are filled twice with something", connection: doubled },
  {
    name: "the words of datasets are not saved",
    town: "city",
    connection: without(writesInto("catalog_search_words")),
  },
  { name: "uses are not counted", town: "city", connection: without(writesInto("catalog_usage")) },
  {
    name: "the outbox is emptied as soon as it is filled",
    outbox: (outbox) =>
      instead(outbox, {
        save: (wires) => {
          const bytes = outbox.save(wires);
          outbox.clear();
          return bytes;
        },
      }),
  },
  { name: "the outbox is not looked at after a restart", outbox: (outbox) => instead(outbox, { load: () => [] }) },
  { name: "the outbox is not synced", files: (files) => ({ ...files, sync: () => {} }) },
  {
    name: "a short write into the outbox is not noticed",
    files: (files) => ({ ...files, write: (file, bytes) => (files.write(file, bytes), bytes.length) }),
  },
  {
    name: "content gets its name before it is synced",
    blobFiles: keepingOtherwise("wx", () => ({ sync: async () => {} })),
  },
  {
    name: "the names of content are not synced",
    blobFiles: keepingOtherwise("r", () => ({ sync: async () => {} })),
  },
  {
    name: "content is taken for kept though its write failed or came too short",
    blobFiles: keepingOtherwise("wx", (file) => ({
      write: async (bytes, offset) => {
        await file.write(bytes, offset).catch(unlessLost);
        return { bytesWritten: bytes.length - offset };
      },
    })),
  },
  {
    name: "a refused act leaves a change behind",
    writer: (writer) => instead(writer, { commit: (block, sign) => writer.commit(withTrace(block), sign) }),
  },
  {
    name: "a checkpoint leaves before its block is durable",
    writer: (writer, show) =>
      instead(writer, {
        commit: (block, sign) =>
          writer.commit(block, (size, root) => {
            show({ size, root });
            return sign(size, root);
          }),
      }),
  },
  {
    name: "a checkpoint is signed over the tree before its block",
    writer: (writer) =>
      instead(writer, {
        commit: (block, sign) => writer.commit(block, (size, root) => sign(size, writer.head()?.root ?? root)),
      }),
  },
  { name: "nobody wakes for what is due", clock: (clock) => instead(clock, { after: ASLEEP }) },
  {
    name: "the clock that nobody can set follows the one that anybody can",
    clock: (clock) => instead(clock, { monotonicMs: () => clock.wallSeconds() * 1_000 }),
  },
  {
    name: "a commit that fails is not noticed",
    connection: transacting((connection, work) => {
      try {
        return connection.transaction(work).immediate();
      } catch {
        return NO_HEAD;
      }
    }),
  },
  {
    name: "what failed halfway is committed",
    connection: transacting((connection, work) => {
      let failure: unknown;
      const result = connection
        .transaction(() => {
          try {
            return work();
          } catch (error) {
            failure = error;
            return undefined;
          }
        })
        .immediate();
      if (failure !== undefined) throw failure;
      return result;
    }),
  },
  {
    name: "rows that a block has changed are remembered as they were",
    writer: (writer) => instead(writer, { rows: stale(writer.rows) }),
  },
  {
    name: "what a killed process has left is shown before it is synced",
    town: "short",
    connection: (connection) =>
      instead(connection, {
        pragma: (sql, options) => (sql === "wal_checkpoint(PASSIVE)" ? undefined : connection.pragma(sql, options)),
      }),
  },
  {
    name: "the write-ahead log is thrown away at the start",
    folder: (folder) => {
      for (const suffix of ["-wal", "-shm"]) rmSync(`${ledgerFile(folder)}${suffix}`, { force: true });
    },
  },
  {
    name: "a row that the disk does not give is taken for one that is not there",
    connection: reading((read, method) => {
      try {
        return read();
      } catch {
        return method === "get" ? undefined : [];
      }
    }),
  },
  {
    name: "a read that fails once stops the sealing for good",
    connection: reading((read) => {
      try {
        return read();
      } catch (cause) {
        throw cause instanceof PowerLost ? cause : new Error("a read failed", { cause });
      }
    }),
  },
  {
    name: "signatures of acts that come by the dozen are believed unseen",
    checker: () => ({ check: async (wires) => wires.map(() => true) }),
  },
  {
    name: "whoever asks once more is not told that a failing disk has kept the act",
    engine: (engine) =>
      instead(engine, {
        submit: async (wires) =>
          (await engine.submit(wires)).map((answer) =>
            !isReceipt(answer) && answer.code === "ALREADY_SEEN" ? { code: "NOT_SEALING", data: {} } : answer,
          ),
      }),
  },
  {
    name: "a receipt names the place next to it",
    engine: (engine) =>
      instead(engine, {
        submit: async (wires) =>
          (await engine.submit(wires)).map((answer) =>
            isReceipt(answer) ? { ...answer, index: answer.index + 1 } : answer,
          ),
      }),
  },
  {
    name: "an act that was turned away is submitted once more behind its signer's back",
    engine: (engine) =>
      instead(engine, {
        submit: async (wires) => {
          const answers = await engine.submit(wires);
          void engine.submit(wires);
          return answers.map((answer) => (isReceipt(answer) ? { code: "QUEUE_FULL", data: {} } : answer));
        },
      }),
  },
];

/** A process that has ended goes on with nothing. */
function unlessLost(error: unknown): void {
  if (error instanceof PowerLost) throw error;
}

/** SQLite is told not to wait for the disk once the store has seen that it would. */
function unsynced(connection: Connection): Connection {
  return instead(connection, {
    pragma: (sql, options) => {
      const result = connection.pragma(sql, options);
      if (sql.startsWith("wal_autocheckpoint")) connection.pragma("synchronous = NORMAL");
      return result;
    },
  });
}

/** Derived tables that fail whenever they are to be written, and nobody minds. */
function failingDerived(connection: Connection): Connection {
  if (!connection.name.endsWith("projections.sqlite")) return connection;
  const immediate = (): never => {
    throw new Error("a derived table is not written");
  };
  return instead(connection, { transaction: (() => ({ immediate })) as unknown as Connection["transaction"] });
}

function doubled(connection: Connection): Connection {
  return instead(connection, {
    prepare: ((sql: string) => {
      const statement = connection.prepare(sql) as Statement;
      if (!sql.startsWith("INSERT INTO tally_kind")) return statement;
      return instead(statement, {
        run: (...values) => {
          if (values[0] === "lamp.relabel") statement.run(...values);
          return statement.run(...values);
        },
      });
    }) as Connection["prepare"],
  });
}
