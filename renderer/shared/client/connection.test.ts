import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectionLostError, createConnection, patienceMs, retryDelayMs } from "./connection.ts";
import type { Transport } from "./connection.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A transport whose answers and whose end the test decides. */
function transportThat(answer: (path: readonly string[]) => Promise<unknown>) {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  let isOpen = true;
  const end = () => {
    isOpen = false;
    resolve();
  };
  const transport: Transport = { link: { call: (path) => answer(path) }, closed, isOpen: () => isOpen, close: end };
  return { transport, end };
}

const options = { context: {} };

/** What a call failed with; undefined if it did not. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("pauses grow to five seconds and are spread", () => {
  expect([0, 1, 2, 3, 4, 5, 60].map((attempt) => retryDelayMs(attempt, 0.5))).toEqual([
    250, 500, 1_000, 2_000, 4_000, 5_000, 5_000,
  ]);
  expect([retryDelayMs(0, 0), retryDelayMs(0, 1)]).toEqual([200, 300]);
});

test("a call made before the node answers waits, and goes through once it does", async () => {
  let attempts = 0;
  const { transport } = transportThat(async (path) => path.join("."));
  const connection = createConnection(async () => {
    attempts += 1;
    if (attempts < 3) throw new Error("refused");
    return transport;
  });
  const answer = connection.call(["node", "status"], undefined, options);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await answer).toBe("node.status");
  expect(attempts).toBe(3);
  expect(connection.state()).toBe("open");
});

test("a call waits no longer than its patience, and an aborted one not at all", async () => {
  const connection = createConnection(() => Promise.reject(new Error("refused")));
  const failed = failureOf(connection.call(["a"], undefined, options));
  const controller = new AbortController();
  const aborted = failureOf(connection.call(["a"], undefined, { ...options, signal: controller.signal }));
  const left = new Error("left");
  controller.abort(left);
  expect(await aborted).toBe(left);
  await vi.advanceTimersByTimeAsync(patienceMs);
  expect(await failed).toBeInstanceOf(ConnectionLostError);
  connection.close();
});

test("a call under way when the transport breaks fails and is not sent again; the next one uses the new transport", async () => {
  const sent: string[] = [];
  const first = transportThat(() => {
    sent.push("first");
    return first.transport.closed.then(() => Promise.reject(new Error("socket closed")));
  });
  const second = transportThat(async () => {
    sent.push("second");
    return 2;
  });
  const transports = [first.transport, second.transport];
  const opened: boolean[] = [];
  const connection = createConnection(async () => transports.shift() ?? Promise.reject(new Error("none left")));
  connection.onOpen((isFirst) => opened.push(isFirst));
  await vi.advanceTimersByTimeAsync(0);
  const broken = failureOf(connection.call(["write"], 1, options));
  await vi.advanceTimersByTimeAsync(0);
  first.end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await broken).toBeInstanceOf(ConnectionLostError);
  expect(await connection.call(["read"], 1, options)).toBe(2);
  expect(sent).toEqual(["first", "second"]);
  expect(opened).toEqual([true, false]);
});

test("an answer that is a refusal of the node stays what it is", async () => {
  const refusal = new Error("NOT_ENTITLED");
  const { transport } = transportThat(() => Promise.reject(refusal));
  const connection = createConnection(async () => transport);
  await expect(connection.call(["write"], 1, options)).rejects.toBe(refusal);
});
