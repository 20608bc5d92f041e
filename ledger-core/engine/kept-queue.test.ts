import { expect, it } from "vitest";
import { KeptQueue } from "./kept-queue.ts";
import type { Keepable } from "./kept-queue.ts";
import type { Outbox } from "./outbox.ts";

it("clears what does not wait any more as soon as that can be done, also where more was saved meanwhile", () => {
  let isFailing = true;
  let held: Uint8Array[] = [];
  const outbox: Outbox = {
    load: () => held,
    save: (wires) => {
      held.push(...wires);
      return held.length;
    },
    clear: () => {
      if (isFailing) throw new Error("the disk fails");
      held = [];
    },
  };
  const waiting = (number: number): Keepable => ({ wire: Uint8Array.of(number), isKept: false });
  const kept = new KeptQueue(outbox);
  const [turnedAway, next] = [waiting(1), waiting(2)];
  kept.keep([turnedAway]);
  kept.clear([]);
  kept.keep([next]);
  expect(held).toEqual([turnedAway.wire, next.wire]);
  isFailing = false;
  const last = waiting(3);
  kept.keep([next, last]);
  expect(held).toEqual([next.wire, last.wire]);
});
