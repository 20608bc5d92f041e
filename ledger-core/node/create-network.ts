/** A new network: its log key, its genesis, its first person. */
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { DepartmentFunction } from "#ledger-core/contract/schema/policy.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { composeGenesis, encodeGenesis, executeGenesis } from "#ledger-core/kernel/genesis.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { Writer } from "#ledger-core/store/store-types.ts";
import { generateKeyPair, nodeSuite, randomBytes, wipe } from "./crypto-suite.ts";
import type { KeyPair } from "./crypto-suite.ts";
import { ledgerKeystore } from "./keystore/ledger-keystore.ts";
import { verifyPassphraseStrength } from "./keystore/passphrase.ts";
import { checkpointSigner, createLogKey } from "./log-key.ts";
import { hasLedger, makeNetworkFolder } from "./network-folder.ts";
import { NodeError } from "./node-error.ts";
import { beginPlace } from "./outside/outside-memory.ts";

/** China has one zone without summer time. */
const DAY_SECONDS_OFFSET = 28_800;
/** Roles of the first person: all that people hold, so that a network of one can do everything. */
const FOUNDER_ROLES = ROLES.filter((role) => role !== "device" && role !== "node" && role !== "citizen");

export type NewNetwork = {
  readonly folder: string;
  readonly ruleset: Ruleset;
  readonly name: string;
  readonly purpose: "real" | "demo";
  /** Unix seconds of block 0. */
  readonly time: number;
  readonly department: {
    readonly name: string;
    readonly uscc: string;
    readonly functions: readonly DepartmentFunction[];
  };
  readonly person: string;
  /** Seals the person's key file; left out where the caller keeps the key itself. */
  readonly passphrase?: string;
  readonly keyPair?: KeyPair;
};

export type CreatedNetwork = { readonly network: string; readonly origin: string };

/**
 * Creates a network in an empty or missing folder. Everything is checked before anything is written, and what was written is
 * taken away again if it fails. Throws LEDGER_EXISTS,
 * `USCC_INVALID`, `HANDLE_INVALID`, or what the keystore and the store throw.
 */
export async function createNetwork(given: NewNetwork): Promise<CreatedNetwork> {
  const { folder, department, person } = given;
  if (hasLedger(folder)) throw new NodeError("LEDGER_EXISTS", { folder });
  if (!isUnifiedSocialCreditCode(department.uscc)) throw new NodeError("USCC_INVALID", { uscc: department.uscc });
  if (!isHandle(person)) throw new NodeError("HANDLE_INVALID", { handle: person });
  if (given.passphrase !== undefined) verifyPassphraseStrength(given.passphrase, person);
  return await makeNetworkFolder(folder, person, () => fillFolder(given));
}

async function fillFolder(given: NewNetwork): Promise<CreatedNetwork> {
  const { folder, ruleset, department, person } = given;
  const writer = openWriter({ folder, ruleset, suite: nodeSuite });
  const made: KeyPair[] = [];
  const kept = (pair: KeyPair): KeyPair => {
    made.push(pair);
    return pair;
  };
  try {
    if (writer.head() !== undefined) throw new NodeError("LEDGER_EXISTS", { folder });
    const keyPair = given.keyPair ?? kept(generateKeyPair());
    const logKey = kept(createLogKey(folder));
    const genesis = encodeGenesis(
      composeGenesis(ruleset, {
        name: given.name,
        daySecondsOffset: DAY_SECONDS_OFFSET,
        purpose: given.purpose,
        time: given.time,
        logKey: logKey.publicKey,
        department: { uscc: department.uscc, name: department.name, functions: department.functions },
        person: { handle: person, publicKey: keyPair.publicKey, roles: FOUNDER_ROLES },
        salt: randomBytes(16),
      }),
    );
    const network = nodeSuite.sha256(genesis);
    const origin = networkOrigin(network);
    // The key file first: a ledger whose first person has no key would be one that nobody can ever sign for.
    if (given.passphrase !== undefined) {
      const keystore = ledgerKeystore(folder, encodeHex(network));
      await keystore.createKeyFile({ handle: person, passphrase: given.passphrase, keyPair });
    }
    writer.commit(executeGenesis(ruleset, nodeSuite, genesis, writer.rows), checkpointSigner(origin, logKey));
    rememberNetwork(writer, folder, { network, publicKey: logKey.publicKey });
    return { network: encodeHex(network), origin };
  } finally {
    for (const { secretKey } of made) wipe(secretKey);
    writer.close();
  }
}

/** From its first entry on this machine knows which folder seals. */
function rememberNetwork(writer: Writer, folder: string, first: FirstLogKey): void {
  const reader = writer.reader();
  try {
    beginPlace({ folder, networkHex: encodeHex(first.network), first, reader }, true);
  } finally {
    reader.close();
  }
}
