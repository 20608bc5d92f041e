import { beforeAll, expect, it } from "vitest";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { instead } from "#ledger-core/sim/simulator/parts.testing.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { loadMemory, saveMemory } from "./memory-file.ts";
import { OutsideMemory } from "./outside-memory.ts";

let folder: string;
beforeAll(async () => void ({ folder } = await makeLittleLedger()));

it("a disk that does not give what is to be remembered is left to the next block, and keeps nobody from closing", async () => {
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

it("that another folder has taken over is noticed at the next act, where the disk does not give at once what that is judged by", async () => {
  const ledger = readLedger({ folder });
  let fails = false;
  const reader = instead(ledger.reader, {
    rootAt: (size) => {
      if (fails) throw new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
      return ledger.reader.rootAt(size);
    },
  });
  const { networkHex } = ledger;
  const memory = new OutsideMemory({ ...ledger, folder, networkHex, reader });
  const own = loadMemory(networkHex);
  if (own === undefined) throw new Error("the machine remembers a ledger that is open");
  saveMemory(networkHex, { ...own, place: "another's", folder: `${folder}-elsewhere` });
  fails = true;
  expect(() => memory.overtaken()).toThrow(StoreError);
  fails = false;
  expect(memory.overtaken()).toMatchObject({ code: "LEDGER_COPIED" });
  await memory.close();
  expect(loadMemory(networkHex)).toMatchObject({ place: "another's" });
  ledger.close();
});
