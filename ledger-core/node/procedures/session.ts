/** Who sits in front of a window: unlocked with a passphrase, one identity at a time. */
import type { Me } from "#ledger-core/contract/api/session.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { changePassphrase } from "#ledger-core/node/change-passphrase.ts";
import { DEMO_PEOPLE, demoPassphrase } from "#ledger-core/node/demo-people.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import { inTurn, takeUpNextKey, takeUpNextKeys } from "#ledger-core/node/next-key.ts";
import { rotateKey } from "#ledger-core/node/rotate-key.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { ask, findActor, findHolder, problemError, procedures, requireSession } from "./base.ts";
import { keyRequests, requestNewKey } from "./key-requests.ts";
import { receiptAnswer } from "./signing.ts";

export const sessionProcedures = {
  keyRequests,
  requestKey: requestNewKey,
  me: procedures.session.me.handler(async ({ context }) => {
    const { host, client } = context;
    const me = meOf(context);
    const isDemo = host.isOpen && host.ledger.genesis.purpose === "demo";
    // A demo opens on somebody's desk: there is nothing that a passphrase would protect.
    const opensItself = isDemo && client.isLockedByHand !== true && client.isGone !== true;
    return me === null && opensItself ? await actAs(context, DEMO_PEOPLE[0]) : me;
  }),
  people: procedures.session.people.handler(async ({ context }) => {
    await takeUpNextKeys(context.host.ledger);
    const { rows, briefs } = ask(context);
    const files = await context.host.ledger.keystore.listKeyFiles();
    return files.map((file) => {
      const person = findPersonByHandle(rows, file.handle);
      const problem = file.kind === "refused" ? (problemOfError(file.error) ?? null) : null;
      return { handle: file.handle, person: person === undefined ? null : briefs.person(person.key), problem };
    });
  }),
  unlock: procedures.session.unlock.handler(async ({ context, input }) => {
    verifyPassphraseMayCome(context);
    const { ledger } = context.host;
    await takeUpNextKey(ledger, input.handle);
    take(context, await ledger.keystore.unlock(input.handle, input.passphrase));
    return requireMe(context);
  }),
  lock: procedures.session.lock.handler(({ context }) => {
    lock(context);
    context.client.isLockedByHand = true;
    return null;
  }),
  actAs: procedures.session.actAs.handler(({ context, input }) => actAs(context, input.handle)),
  changePassphrase: procedures.session.changePassphrase.handler(async ({ context, input }) => {
    verifyPassphraseMayCome(context);
    await changePassphrase(context.host.ledger, requireSession(context), { from: input.old, to: input.new });
    return null;
  }),
  rotateKey: procedures.session.rotateKey.handler(async ({ context, input }) => {
    verifyPassphraseMayCome(context);
    const { answer, session } = await rotateKey(context.host.ledger, requireSession(context), input.passphrase);
    if (!isReceipt(answer)) throw problemError(problemOf(answer.code, answer.data));
    if (answer.state === "executed") take(context, session);
    return { receipt: receiptAnswer(answer), me: meOf(context) };
  }),
  restore: procedures.session.restore.handler(async ({ context, input }) => {
    const { kit: text, code, passphrase } = input;
    const { keystore } = context.host.ledger;
    // A key that is put in its place meanwhile is not written over with the one of the kit.
    const { handle } = await inTurn(() => keystore.restoreFromKit({ text, code, passphrase }));
    return { handle };
  }),
  recoveryKit: procedures.session.recoveryKit.handler(async ({ context, input }) => {
    verifyPassphraseMayCome(context);
    const kit = await context.host.ledger.keystore.exportRecoveryKit(requireHolder(context).handle, input.passphrase);
    return { kit: kit.text, code: kit.code };
  }),
};

/**
 * In the desktop app passphrases are typed in the shell's own window, and come from there. A page that learnt one all the same gets
 * neither a session nor the key with it.
 */
function verifyPassphraseMayCome({ door }: NodeContext): void {
  if (door === "shell") throw new NodeError("SHELL_CONFIRMS");
}

/** Demo networks only: the node itself holds the passphrase of their keys. */
async function actAs(context: NodeContext, handle: string): Promise<Me> {
  const { ledger } = context.host;
  if (ledger.genesis.purpose !== "demo") throw new NodeError("DEMO_ONLY");
  take(context, await ledger.keystore.unlock(handle, demoPassphrase(ledger.folder)));
  return requireMe(context);
}

function requireHolder(context: NodeContext): { readonly handle: string } {
  const person = context.host.ledger.keystore.findSession(requireSession(context));
  if (person === undefined) throw new NodeError("NOT_UNLOCKED");
  return person;
}

/** Gives a session that was just opened to the window, in place of the one it had. Throws NOT_UNLOCKED if the window has gone meanwhile. */
function take(context: NodeContext, session: string): void {
  lock(context);
  context.client.keystoreSession = session;
  if (context.client.isGone !== true) return;
  lock(context);
  throw new NodeError("NOT_UNLOCKED");
}

function lock({ host, client }: NodeContext): void {
  if (client.keystoreSession !== undefined) host.ledger.keystore.lock(client.keystoreSession);
  client.keystoreSession = undefined;
}

function requireMe(context: NodeContext): Me {
  const me = meOf(context);
  if (me !== null) return me;
  const handle = findHolder(context)?.handle;
  lock(context);
  throw new NodeError("NOT_ENROLLED", { handle: handle ?? "" });
}

function meOf(context: NodeContext): Me | null {
  const { host } = context;
  if (!host.isOpen) return null;
  const { rows, briefs } = ask(context);
  const actor = findActor(context, rows);
  if (actor === undefined) return null;
  const holder = findHolder(context);
  const isDemo = host.ledger.genesis.purpose === "demo";
  const demoPeople = isDemo ? DEMO_PEOPLE.flatMap((handle) => findPersonByHandle(rows, handle) ?? []) : [];
  return {
    person: briefs.person(actor.person),
    locksAt: Math.floor((holder === undefined ? 0 : holder.locksAt) / 1_000),
    demoPeople: demoPeople.map((person) => briefs.person(person.key)),
  };
}
