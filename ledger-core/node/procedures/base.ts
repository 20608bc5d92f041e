/** What all procedures share: the contract with its context, and errors that cross as problems. */
import { implement, ORPCError } from "@orpc/server";
import { contract } from "#ledger-core/contract/api/contract.ts";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { askedAt } from "#ledger-core/node/asked.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { currentMoment, findActorOfKey } from "#ledger-core/node/moment.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";

/** A problem on its way to whoever asked. */
export function problemError(problem: Problem): ORPCError<"PROBLEM", Problem> {
  return new ORPCError("PROBLEM", { defined: true, status: 422, message: problem.cause.en, data: problem });
}

/**
 * What was thrown as whoever asked may see it: an error that this program throws on purpose is a problem, any other is logged and
 * hidden. A procedure that answers with events says this itself, because it runs after its handler has returned.
 */
export function problemOfThrown(error: unknown): Error {
  if (error instanceof ORPCError) return error;
  const problem = problemOfError(error);
  if (problem !== undefined) return problemError(problem);
  console.error(error);
  return problemError(problemOf("INTERNAL", {}));
}

/** Procedures of the contract. */
export const procedures = implement(contract)
  .$context<NodeContext>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw problemOfThrown(error);
    }
  });

/** What answers are computed from now. Throws NO_LEDGER while there is none. */
export function ask({ host }: NodeContext): Asked {
  return askedAt(currentMoment(host.ledger, host.clock));
}

/** Who is in session; undefined while nobody is unlocked, or if the key is not enrolled. */
export function findActor(context: NodeContext, rows: Rows): Actor | undefined {
  const holder = findHolder(context);
  return holder === undefined ? undefined : findActorOfKey(rows, holder.publicKey);
}

/** The same with a key that still signs: who holds a revoked one is nobody any more where content is closed. */
export function findSigner(context: NodeContext, rows: Rows): Actor | undefined {
  const holder = findHolder(context);
  const isLive = holder !== undefined && findKey(rows, holder.publicKey)?.row.state === "live";
  return isLive ? findActorOfKey(rows, holder.publicKey) : undefined;
}

/** Whose key the window has unlocked. */
export function findHolder({ host, client }: NodeContext) {
  return client.keystoreSession === undefined ? undefined : host.ledger.keystore.findSession(client.keystoreSession);
}

/** The keystore session of the window. Throws NOT_UNLOCKED. */
export function requireSession({ host, client }: NodeContext): string {
  const session = client.keystoreSession;
  if (session === undefined || host.ledger.keystore.findSession(session) === undefined)
    throw new NodeError("NOT_UNLOCKED");
  host.ledger.keystore.touch(session);
  return session;
}

/** The row that was asked for, or NO_SUCH_RECORD. */
export function found<T>(value: T | undefined, table: string, key: number | string): T {
  if (value === undefined) throw new NodeError("NO_SUCH_RECORD", { table, key });
  return value;
}
