import { afterAll, expect, it, vi } from "vitest";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { closeAll, newFolder, newHost, newWindow } from "./windows.testing.ts";

afterAll(closeAll);

it("a check that cannot begin leaves no thread behind that nobody could stop, and the next one runs alone", async () => {
  const { host } = newHost(newFolder(), 1_795_147_200);
  const window = newWindow(host);
  const network = { network: "My City", department: "数据局", uscc: "11320100MB1000000Q" };
  await window.setup.create({ ...network, person: "leader", passphrase: "correct horse battery" });
  let threads = 0;
  const count = (): void => void threads++;
  process.on("worker", count);
  const check = async (): Promise<unknown> => {
    let last: unknown;
    for await (const event of await window.ledger.verify()) last = event;
    return last;
  };
  vi.spyOn(host.ledger.reader, "head").mockImplementationOnce(() => {
    throw new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
  });
  await expect(check()).rejects.toMatchObject({ code: "DISK_FULL" });
  expect(await check()).toMatchObject({ finished: true, ok: true, done: 1, total: 1 });
  process.off("worker", count);
  // Those of the one check.
  expect(threads).toBe(3);
});
