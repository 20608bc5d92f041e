/** The first run: explore the demo city, or create a network of one's own. */
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { problemOfThrown, procedures } from "./base.ts";
import { whileRunning } from "./progress.ts";

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
    const keystore = ledgerKeystore(host.folder, network);
    const kit = await keystore.exportRecoveryKit(input.person, input.passphrase);
    host.open();
    return { network, kit: kit.text, code: kit.code };
  }),
  demo: procedures.setup.demo.handler(async function* ({ context: { host }, signal }) {
    yield* buildDemo(host, signal);
  }),
};

type DemoEvent = { done: number; total: number };

/** A build that is stopped still has to let go of the folder before the next one may begin. */
const endings = new WeakMap<NodeHost, Promise<unknown>>();

/**
 * Builds the demo city, telling how far it is, and opens it. When nobody listens any more it stops after the block at hand, and goes
 * on from there when asked again. What goes wrong arrives as a problem.
 */
async function* buildDemo(host: NodeHost, signal: AbortSignal | undefined): AsyncGenerator<DemoEvent> {
  const { folder, buildDemo: build } = host;
  await endings.get(host);
  if (host.isOpen) throw problemOfThrown(new NodeError("LEDGER_EXISTS", { folder }));
  if (build === undefined) throw problemOfThrown(new NodeError("DEMO_ONLY"));
  const stop = new AbortController();
  signal?.addEventListener("abort", () => stop.abort());
  let latest: DemoEvent = { done: 0, total: 1 };
  const building = build({ folder, signal: stop.signal, progress: (progress) => (latest = { ...progress }) });
  // Nobody may be waiting when a build is stopped.
  endings.set(
    host,
    building.catch(() => undefined),
  );
  try {
    yield* whileRunning(building, () => latest);
    await building;
    if (stop.signal.aborted) return;
    host.open();
    yield { done: latest.total, total: latest.total };
  } catch (error) {
    throw problemOfThrown(error);
  } finally {
    stop.abort();
  }
}
