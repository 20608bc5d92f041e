/** How a ledger's file becomes one of this program's: an append-only list of steps, each in a file of its own. */
import { Statements } from "./database.ts";
import type { Connection } from "./database.ts";
import type { Migration } from "./migration.ts";
import { logMigration } from "./migrations/0001-log.ts";
import { idTiersMigration } from "./migrations/0002-id-tiers.ts";
import { StoreError } from "./store-error.ts";

/** A step that was released is never altered. */
export const MIGRATIONS: readonly Migration[] = [logMigration, idTiersMigration];

/** Marks the file as a ledger of this kind: `TCCL`. */
const APPLICATION_ID = 0x5443434c;

/** The version of a ledger's file; 0 for a file without anything. Throws `NOT_A_LEDGER` for a file that is something else. */
export function readVersion(connection: Connection, folder: string): number {
  const application = connection.pragma("application_id", { simple: true });
  if (application === APPLICATION_ID) return Number(connection.pragma("user_version", { simple: true }));
  const objects = connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
  if (objects !== 0) throw new StoreError("NOT_A_LEDGER", { folder, detail: "another program's database" });
  return 0;
}

/** Brings the file up to date, each step whole or not at all. Throws `LEDGER_NEWER` if a newer program wrote it. */
export function migrate(connection: Connection, folder: string, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = readVersion(connection, folder);
  checkNotNewer(version, folder, migrations);
  for (const migration of migrations.slice(version)) {
    connection
      .transaction(() => {
        for (const statement of migration.statements) connection.exec(statement);
        migration.fill?.(new Statements(connection));
        connection.pragma(`application_id = ${APPLICATION_ID}`);
        connection.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
}

/** Throws unless this program can read the file as it is: `NOT_A_LEDGER`, `LEDGER_NEWER`, `LEDGER_OLDER`. */
export function checkVersion(
  connection: Connection,
  folder: string,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const version = readVersion(connection, folder);
  if (version === 0) throw new StoreError("NOT_A_LEDGER", { folder, detail: "an empty file" });
  checkNotNewer(version, folder, migrations);
  if (version < migrations.length) throw new StoreError("LEDGER_OLDER", { folder, version, known: migrations.length });
}

function checkNotNewer(version: number, folder: string, migrations: readonly Migration[]): void {
  if (version > migrations.length) throw new StoreError("LEDGER_NEWER", { folder, version, known: migrations.length });
}
