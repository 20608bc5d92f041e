import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { buildDemo } from "./demo.ts";

const folder = mkdtempSync(join(tmpdir(), "demo-inbox-"));
let host: NodeHost;

beforeAll(async () => {
  await buildDemo({ folder: join(folder, "demo"), size: "small" });
  host = new NodeHost({ folder: join(folder, "demo") });
  host.open();
});

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A window of the console in which a person of the demo acts. */
async function windowOf(handle: string) {
  const context: NodeContext = { host, client: { id: handle, keystoreSession: undefined }, door: "browser" };
  const client = createRouterClient(createRouter(), { context });
  await client.session.actAs({ handle });
  const vote = async (proposal: number, choice: "approve" | "return", reason: string) => {
    const { round, bodyRoot, subjectRevision } = await client.inbox.item({ proposal });
    const body = { proposal, round, choice, reason, bodyRoot, subjectRevision };
    const { digest } = await client.signing.prepare({ kind: "proposal.vote", body });
    return client.signing.confirm({ digest });
  };
  return { client, vote };
}

/** The oldest use of data that waits for the department of these two people, who must both agree. */
async function findUse(client: Awaited<ReturnType<typeof windowOf>>["client"]): Promise<number> {
  const { items } = await client.inbox.list({ box: "mine", limit: 50 });
  const found = items.find(({ kind, progress }) => kind === "catalog.agree" && progress.filled === 0);
  if (found === undefined) throw new Error("the demo leaves a use to agree to");
  return found.proposal;
}

describe("the inbox of the demo", () => {
  it("says what the act will do before anybody signed, and what the entry says it did", async () => {
    const leader = await windowOf("civil-affairs-leader");
    const steward = await windowOf("civil-affairs-steward");
    const proposal = await findUse(leader.client);

    const before = await leader.client.inbox.item({ proposal });
    expect(before.preview).toMatchObject({ state: "voted", progress: { filled: 1, needed: 2 } });
    const foreseen = before.effect?.changes.find(({ table }) => table === "catalog.agreement");
    expect(foreseen).toMatchObject({ before: { state: "REQUESTED" }, after: { state: "FINALIZED" } });
    expect(foreseen?.about.zh).not.toBe("");
    expect(foreseen?.names.after["owner"]).toEqual({ zh: "市民政局", en: "Civil Affairs Bureau" });

    expect((await leader.vote(proposal, "approve", "")).state).toBe("sealed");
    const second = await steward.client.inbox.item({ proposal });
    expect(second.preview).toMatchObject({ state: "executed", progress: { filled: 2, needed: 2 } });
    const receipt = await steward.vote(proposal, "approve", "");
    expect(receipt.state).toBe("sealed");

    const entry = await steward.client.ledger.entry({ index: receipt.index });
    const made = entry.changes.find(({ table }) => table === "catalog.agreement");
    expect(made).toEqual(foreseen);
    const after = await steward.client.inbox.item({ proposal });
    expect(after).toMatchObject({ state: "executed", effect: null, preview: null, lastEntry: receipt.index });
    expect(after.signatures.map(({ choice, counts }) => [choice, counts])).toEqual([
      ["propose", false],
      ["approve", true],
      ["approve", true],
    ]);
    expect(after.signatures[0]?.entry).toBe(after.entry);
  });

  it("leaves a returned act to its proposer, and keeps who returned it and why", async () => {
    const audit = await windowOf("audit-leader");
    const bureau = await windowOf("data-bureau-leader");
    const { items } = await audit.client.inbox.list({ box: "mine", limit: 50 });
    const proposal = items.find(({ kind }) => kind === "policy.set")?.proposal ?? 0;
    await audit.vote(proposal, "return", "shorter");

    const returned = await bureau.client.inbox.item({ proposal });
    expect(returned).toMatchObject({ state: "returned", may: { amend: true, withdraw: true, vote: false } });
    const { digest } = await bureau.client.signing.prepare({
      kind: "proposal.withdraw",
      body: { proposal, reason: "no" },
    });
    await bureau.client.signing.confirm({ digest });
    const over = await bureau.client.inbox.item({ proposal });
    expect(over).toMatchObject({ state: "withdrawn", effect: null, may: { amend: false, withdraw: false } });
    expect(over.signatures.at(-1)).toMatchObject({ choice: "return", reason: "shorter", round: 1 });
    expect(over.lastEntry).toBeGreaterThan(over.signatures.at(-1)?.entry ?? 0);
  });
});
