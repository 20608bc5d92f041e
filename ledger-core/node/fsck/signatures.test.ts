import { setTimeout } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { serveChecks, SharedChecks } from "./signatures.ts";

/** A batch is full with so many, and so many batches may wait for the other side. */
const BATCH = 1_024;
const WAITING = 64;

/** Which signatures are valid is said by their first byte; who was asked is counted. */
class CountingSuite implements Suite {
  asked = 0;

  sha256(): Uint8Array {
    throw new Error("nobody asks for a hash");
  }

  verifyEd25519(_publicKey: Uint8Array, _message: Uint8Array, signature: Uint8Array): boolean {
    this.asked++;
    return signature[0] === 1;
  }

  isPrimeOrder(): boolean {
    throw new Error("nobody asks for a key");
  }
}

const here = new CountingSuite();
const there = new CountingSuite();
let ports: readonly MessagePort[] = [];
let checks: SharedChecks;
let invalid: number[] = [];

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  ports = [port1, port2];
  invalid = [];
  here.asked = there.asked = 0;
  checks = new SharedChecks(port1, here);
});
afterEach(() => ports.forEach((port) => port.close()));

const serve = (): void => ports.slice(1).forEach((port) => serveChecks(port, there));

function add(count: number, isInvalid: (place: number) => boolean): void {
  for (let place = 0; place < count; place++) {
    const signature = new Uint8Array(SIGNATURE_BYTES).fill(isInvalid(place) ? 0 : 1);
    checks.add({ publicKey: new Uint8Array(PUBLIC_KEY_BYTES), message: new Uint8Array(100), signature }, () =>
      invalid.push(place),
    );
  }
}

describe("signatures of a check", () => {
  it("are checked by the other thread while there is something else to do, and the invalid ones are told", async () => {
    serve();
    add(3_000, (place) => place % 1_500 === 7);
    await expect.poll(() => [invalid, here.asked, there.asked]).toEqual([[7, 1_507], 0, 2 * BATCH]);
    await checks.settle();
    expect([invalid, here.asked + there.asked]).toEqual([[7, 1_507], 3_000]);
  });

  it("are checked here while enough of them wait there", async () => {
    const [first, last] = [5, (WAITING + 2) * BATCH + 5];
    const count = (WAITING + 4) * BATCH + 1;
    add(count, (place) => place === first || place === last);
    expect(invalid).toEqual([last]);
    expect(here.asked).toBe(4 * BATCH);
    serve();
    await checks.settle();
    expect(invalid).toEqual([last, first]);
    expect(here.asked + there.asked).toBe(count);
  });

  it("are checked by both at the end, each once, and by this one alone where the other does not get to it", async () => {
    add(10 * BATCH, (place) => place === 3 * BATCH);
    await checks.settle();
    expect([invalid, here.asked]).toEqual([[3 * BATCH], 10 * BATCH]);
    serve();
    await setTimeout(50);
    expect(there.asked).toBe(0);
  });

  it("of another length are none, without anybody being asked", async () => {
    serve();
    const claim = { publicKey: new Uint8Array(PUBLIC_KEY_BYTES), message: new Uint8Array(1) };
    checks.add({ ...claim, signature: new Uint8Array(SIGNATURE_BYTES - 1) }, () => invalid.push(1));
    await checks.settle();
    expect(invalid).toEqual([1]);
    expect([here.asked, there.asked]).toEqual([0, 0]);
  });
});
