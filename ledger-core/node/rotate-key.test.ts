/** A person's key is changed while other windows do something else to it: the key that the ledger knows keeps its file. */
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import type { TestClock } from "#ledger-core/engine/engine.testing.ts";
import type { NodeHost } from "./node-host.ts";
import { closeAll, newFolder, newHost, newWindow } from "./procedures/windows.testing.ts";
import type { Client } from "./procedures/windows.testing.ts";

const OLD = "seven quiet herons";
const NEW = "nine loud sparrows";
/** Longer than what another window does before it derives a passphrase, and shorter than that. */
const HEAD_START_MS = 150;

let host: NodeHost;
let clock: TestClock;
let kit: { readonly kit: string; readonly code: string };

beforeEach(async () => {
  ({ host, clock } = newHost(newFolder(), 1_790_000_000));
  const names = { network: "City", department: "Data", uscc: "11320100MB1000000Q", person: "leader" };
  kit = await newWindow(host).setup.create({ ...names, passphrase: OLD });
});

afterAll(closeAll);

async function unlocked(passphrase: string): Promise<Client> {
  clock.pass(60);
  const window = newWindow(host);
  await window.session.unlock({ handle: "leader", passphrase });
  return window;
}

/** What becomes of an act that the person signs with the key that this passphrase opens. */
async function signed(passphrase: string): Promise<string> {
  const { signing } = await unlocked(passphrase);
  const body = { uscc: "11320100MB1007919B", name: "审计局", functions: ["audit"] };
  const { digest } = await signing.prepare({ kind: "member.admit", body });
  return (await signing.confirm({ digest, passphrase })).state;
}

/** The person's key is changed; once its new key has a file, and before the ledger knows that, another window acts. */
async function rotatedBeside(act: (other: Client) => Promise<unknown>): Promise<void> {
  const [window, other] = [await unlocked(OLD), await unlocked(OLD)];
  const { engine } = host.ledger;
  const submit = engine.submit.bind(engine);
  let acted: Promise<unknown> | undefined;
  const spy = vi.spyOn(engine, "submit").mockImplementationOnce(async (wires) => {
    acted = Promise.allSettled([act(other)]);
    await setTimeout(HEAD_START_MS);
    return await submit(wires);
  });
  const { receipt } = await window.session.rotateKey({ passphrase: OLD });
  expect(receipt.state).toBe("sealed");
  await acted;
  spy.mockRestore();
}

it("keeps the new key's file where a kit of the old key is taken back meanwhile", async () => {
  await rotatedBeside((other) => other.session.restore({ ...kit, passphrase: NEW }));
  expect(await signed(OLD)).toBe("sealed");
});

it.each([false, true])("keeps it where somebody asks for another key meanwhile (replace: %s)", async (replace) => {
  await rotatedBeside((other) => other.session.requestKey({ handle: "leader", passphrase: NEW, replace }));
  expect(await signed(OLD)).toBe("sealed");
  expect((await newWindow(host).session.keyRequests()).map(({ handle }) => handle)).toEqual(["leader"]);
});

it("changes the passphrase of the new key where it is changed meanwhile", async () => {
  await rotatedBeside((other) => other.session.changePassphrase({ old: OLD, new: NEW }));
  expect(await signed(NEW)).toBe("sealed");
});
