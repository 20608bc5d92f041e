/** What a ledger is, in the words of `ledger status`. */
import { networkTable } from "#ledger-core/kernel/governance/tables.ts";
import { activeMembers } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { encodeBase64 } from "#ledger-core/proof/base64.ts";
import { logIdentity } from "./log-signer.ts";
import { NodeError } from "./node-error.ts";
import type { ReadLedger } from "./open-ledger.ts";
import { PROGRAM_VERSION } from "./program-version.ts";

export type LedgerStatus = {
  readonly network: string;
  readonly name: string;
  readonly origin: string;
  /** By which `checkpoint` is verified: right after a change of the log's key still that of the key before. */
  readonly vkey: string;
  readonly mode: "solo";
  readonly engine: "solo";
  readonly purpose: "real" | "demo";
  readonly founding: boolean;
  readonly height: number;
  readonly entries: number;
  readonly time: number;
  /** Base64. */
  readonly root: string;
  readonly checkpoint: string;
  /** Active ones. */
  readonly departments: number;
  readonly version: string;
};

/** Throws NO_LEDGER if the folder has none. */
export function statusOf(
  ledger: Pick<ReadLedger, "folder" | "reader" | "networkHex" | "first" | "genesis">,
): LedgerStatus {
  const head = ledger.reader.head();
  if (head === undefined) throw new NodeError("NO_LEDGER", { folder: ledger.folder });
  const { origin, vkey } = logIdentity(ledger, head.height);
  const rows = new Rows(ledger.reader.rows());
  return {
    network: ledger.networkHex,
    name: ledger.genesis.name,
    origin,
    vkey,
    mode: "solo",
    engine: "solo",
    purpose: ledger.genesis.purpose,
    founding: rows.get(networkTable, 1)?.founding === "yes",
    height: head.height,
    entries: head.size,
    time: head.time,
    root: encodeBase64(head.root),
    checkpoint: head.checkpoint,
    departments: activeMembers(rows).length,
    version: PROGRAM_VERSION,
  };
}
