/** A network of one for tests of the doors, and acts that its founder signs. */
import type { TestClock } from "#ledger-core/engine/engine.testing.ts";
import {
  composeBody,
  composeSignedPart,
  rulesInForce,
  signTransaction,
} from "#ledger-core/node/compose-transaction.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { generateKeyPair, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { afterwards, makeFolder } from "./doors.testing.ts";

export const now = Math.floor(Date.now() / 1_000);

/**
 * A network of one, open until the test is over; `admit` makes a signed act, which is refused for a code that is none. Time passes as `clock`
 * says, which begins with the test, or by itself.
 */
export async function openTestNetwork(folder = makeFolder(), clock?: TestClock) {
  const keyPair = generateKeyPair();
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "测试市",
    purpose: "demo",
    time: now - 60,
    department: { name: "数据局", uscc: "91350100M000100Y43", functions: ["bureau"] },
    person: "zhang-wei",
    keyPair,
  });
  const host = new NodeHost({ folder, ...(clock === undefined ? {} : { clock }) });
  host.open();
  afterwards(() => host.close());
  const admit = (name: string, uscc: string): Uint8Array => {
    const body = composeBody(rulesInForce(host.ledger), "member.admit", { uscc, name, functions: [] });
    const signer = { publicKey: keyPair.publicKey, department: 1 };
    const part = composeSignedPart(body, { network: host.ledger.network, signer, now });
    return signTransaction(body, part, (message) => signEd25519(keyPair.secretKey, message));
  };
  return { folder, host, admit };
}
