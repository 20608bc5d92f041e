import { expect, it } from "vitest";
import { blockOf, fill, signNothing, word, wordTable } from "./shelf.testing.ts";
import type { Operation } from "./shelf.testing.ts";
import { StoreError } from "./store-error.ts";
import { openWriter } from "./store.ts";
import { shelfOptions, temporaryFolder, temporaryReader } from "./temporary.testing.ts";

const LEDGER_BYTES_MAX = 400_000;

it("gives a block up whole when no room is left, and goes on once there is", () => {
  const options = shelfOptions(temporaryFolder());
  const small = openWriter({ ...options, ledgerBytesMax: LEDGER_BYTES_MAX });
  const entries = (size: number): Operation[][] =>
    Array.from({ length: 100 }, (_, i) => [word(1 + i, `entry ${size + i}`, size + i)]);
  let failure: unknown;
  let failed: ReturnType<typeof blockOf> | undefined;
  while (failure === undefined) {
    failed = blockOf(small.rows, small.head(), entries(small.head()?.size ?? 0));
    try {
      small.commit(failed, signNothing);
    } catch (error) {
      failure = error;
    }
  }
  if (!(failure instanceof StoreError) || failed === undefined) throw failure;
  expect(failure).toMatchObject({ code: "DISK_FULL", data: { folder: options.folder } });
  const head = small.head();
  expect(head?.size).toBe(failed.firstIndex);
  expect(head?.size).toBeGreaterThan(0);
  const reader = temporaryReader(options);
  expect(reader.head()).toEqual(head);
  expect(reader.rootAt(head?.size ?? 0)).toEqual(head?.root);
  expect(reader.entry(failed.firstIndex)).toBeUndefined();
  const newest = (head?.size ?? 0) - 100;
  expect(small.rows.get(wordTable, 1)?.row).toEqual({ word: `entry ${newest}`, count: newest });
  expect(() => small.commit(blockOf(small.rows, head, entries(0)), signNothing)).toThrow("DISK_FULL");
  small.close();
  const large = openWriter(options);
  expect(large.head()).toEqual(head);
  large.commit(failed, signNothing);
  fill(large, [[[word(1, "more room")]]]);
  expect(reader.rows().get(wordTable, 1)?.row["word"]).toBe("more room");
  large.close();
});
