import { expect, it } from "vitest";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { instead } from "#ledger-core/sim/simulator/parts.testing.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { loadMemory } from "./memory-file.ts";
import { OutsideMemory } from "./outside-memory.ts";

it("a disk that does not give what is to be remembered is left to the next block, and keeps nobody from closing", async () => {
  const { folder } = await makeLittleLedger();
  const ledger = readLedger({ folder });
  let fails = false;
  const reader = instead(ledger.reader, {
    head: () => {
      if (fails) throw new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
      return ledger.reader.head();
    },
  });
  const { networkHex } = ledger;
  const memory = new OutsideMemory({ ...ledger, folder, networkHex, reader });
  fails = true;
  memory.follow();
  await memory.close();
  fails = false;
  await memory.close();
  expect(loadMemory(networkHex)).toMatchObject({ size: reader.head()?.size, closed: true });
  ledger.close();
});
