/** The first run: explore the demo city, or create a network of one's own. */
import { Keystore } from "#ledger-core/node/keystore/keystore.ts";
import { join } from "node:path";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { procedures } from "./base.ts";

export const setupProcedures = {
  state: procedures.setup.state.handler(({ context: { host } }) => ({
    ledger: host.isOpen ? host.ledger.genesis.purpose : ("none" as const),
    folder: host.folder,
  })),
  create: procedures.setup.create.handler(async ({ context: { host }, input }) => {
    if (host.hasLedger()) throw new NodeError("LEDGER_EXISTS", { folder: host.folder });
    const { network } = await createNetwork({
      folder: host.folder,
      ruleset: cityRuleset,
      name: input.network,
      purpose: "real",
      time: host.clock.wallSeconds(),
      department: { name: input.department, uscc: input.uscc, functions: ["bureau"] },
      person: input.person,
      passphrase: input.passphrase,
    });
    const keystore = new Keystore({ folder: join(host.folder, "keys"), network });
    const kit = await keystore.exportRecoveryKit(input.person, input.passphrase);
    host.open();
    return { network, kit: kit.text, code: kit.code };
  }),
  demo: procedures.setup.demo.handler(async function* ({ context: { host }, signal }) {
    yield* host.buildDemo(signal);
  }),
};
