import { MessageChannel } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { RouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { afterwards, createTestRouter, makeFolder } from "./doors.testing.ts";
import { openPortDoor } from "./port-door.ts";
import type { PortDoor, ShellPort } from "./port-door.ts";

type Client = RouterClient<ReturnType<typeof createTestRouter>>;

/** A window with one end of a channel, the door with the other as Electron hands it over: messages come as events. */
function openWindow(door: PortDoor) {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const port: ShellPort = {
    on: (event: string, listener: (event: { readonly data: unknown }) => void) =>
      theirs.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => theirs.postMessage(message),
    start: () => theirs.start(),
    close: () => theirs.close(),
  };
  const session = door.admit(port);
  afterwards(() => ours.close());
  const client: Client = createORPCClient(new RPCLink({ port: ours }));
  ours.start();
  const closed = new Promise((resolve) => ours.on("close", () => resolve("closed")));
  return { port: ours, client, closed, session };
}

function openDoor(): PortDoor {
  return openPortDoor(new NodeHost({ folder: makeFolder() }), createTestRouter());
}

describe("the shell's door", () => {
  it("answers the calls of each window in a session of its own", async () => {
    const door = openDoor();
    const [one, two] = [openWindow(door), openWindow(door)];
    expect(await one.client.echo({ text: "你好" })).toBe("你好");
    const [first, second] = [await one.client.who(), await two.client.who()];
    expect([first.door, first.id]).toEqual(["shell", one.session.id]);
    expect(second.id).not.toBe(first.id);
    const seen: number[] = [];
    for await (const { n } of await one.client.count({ to: 3 })) seen.push(n);
    expect(seen).toEqual([0, 1, 2]);
    await expect(one.client.break()).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  });

  it("closes the port of a window that sends garbage, and no other", async () => {
    const door = openDoor();
    const witness = openWindow(door);
    for (const garbage of [
      undefined,
      null,
      5,
      {},
      [],
      "",
      "{",
      { i: "1", p: { u: "/who" } },
      new Uint8Array(9),
      new Map(),
    ]) {
      const { port, closed } = openWindow(door);
      port.postMessage(garbage);
      expect(await closed).toBe("closed");
    }
    expect(await witness.client.echo({ text: "still here" })).toBe("still here");
  });

  it("forgets what a window had unlocked when its port closes", async () => {
    const { port, session } = openWindow(openDoor());
    session.keystoreSession = "unlocked";
    port.close();
    await expect.poll(() => session.keystoreSession).toBeUndefined();
  });
});
