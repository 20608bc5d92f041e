/** The reads of the contract by their names, asked from within this process. */
import { createRouterClient, ORPCError } from "@orpc/server";
import { contract } from "#ledger-core/contract/api/contract.ts";
import { problemSchema } from "#ledger-core/contract/api/shared.ts";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import type { ClientSession } from "./node-context.ts";
import type { NodeHost } from "./node-host.ts";
import { createRouter } from "./router.ts";

/** A read: its name, and the JSON schema of what it takes; undefined where it takes nothing. */
export type QueryDescription = { readonly name: string; readonly input: object | undefined };

export type QueryAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** Asked for what is not there, or by somebody who may not. */
  | { readonly ok: false; readonly why: "problem"; readonly problem: Problem }
  /** What was given is not what the read takes; each flaw names its field. */
  | { readonly ok: false; readonly why: "input"; readonly flaws: readonly string[] };

/** Areas of the contract that only read, but for what is left out of them. */
const AREAS = ["system", "inbox", "catalog", "content", "consortium", "ledger"] as const;
/** What is no read among them: acts, and what answers again and again. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "system.acceptClock",
  "system.events",
  "ledger.verify",
  "content.begin",
  "content.append",
  "content.finish",
  "content.abandon",
  "content.read",
]);

/** What is asked of the present alone: of this machine; with a checkpoint that somebody brings; for content, which is open to whom it is open now. */
const NOT_OF_THE_PAST: ReadonlySet<string> = new Set(["system.status", "ledger.compare", "content.preview"]);

/** Whether the read can be asked of a ledger as it was. */
export function hasPast(name: string): boolean {
  return !NOT_OF_THE_PAST.has(name);
}

/** Areas whose reads search, count or follow what is derived from the log. */
const DERIVED_AREAS: readonly string[] = ["catalog"];

/** Whether the answer may come from derived tables, which must then have followed the log. */
export function isDerived(name: string): boolean {
  return DERIVED_AREAS.includes(name.slice(0, name.indexOf(".")));
}

/** Every read, in the order of the contract. */
export function listQueries(): readonly QueryDescription[] {
  return AREAS.flatMap((area) =>
    Object.entries(contract[area]).map(([procedure, declared]): QueryDescription => {
      const { inputSchema } = declared["~orpc"];
      return { name: `${area}.${procedure}`, input: inputSchema?.toJSONSchema({ io: "input" }) };
    }),
  ).filter(({ name }) => !LEFT_OUT.has(name));
}

/** Asks; the name is one of `listQueries`. Throws only what is a bug. */
export async function runQuery(
  asked: { readonly host: NodeHost; readonly client: ClientSession },
  name: string,
  input: unknown,
): Promise<QueryAnswer> {
  const client: unknown = createRouterClient(createRouter(), { context: { ...asked, door: "local" } });
  const [area = "", procedure = ""] = name.split(".");
  const call = (client as Readonly<Record<string, Readonly<Record<string, (given: unknown) => Promise<unknown>>>>>)[
    area
  ]?.[procedure];
  if (call === undefined) throw new Error(`there is no read ${name}`);
  try {
    return { ok: true, value: await call(input) };
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    const problem = problemSchema.safeParse(error.data);
    if (problem.success) return { ok: false, why: "problem", problem: problem.data };
    if (error.code === "BAD_REQUEST") return { ok: false, why: "input", flaws: flawsOf(error.data) };
    throw error;
  }
}

function flawsOf(data: unknown): readonly string[] {
  const issues = typeof data === "object" && data !== null && "issues" in data ? data.issues : [];
  if (!Array.isArray(issues)) return [];
  return issues.map((issue: { readonly path?: readonly unknown[]; readonly message?: string }) => {
    const path = (issue.path ?? []).map(String).join(".");
    return path === "" ? String(issue.message) : `${path}: ${issue.message}`;
  });
}
