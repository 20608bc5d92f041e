import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { makeLittleLedger, copyOf } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { makeFirstForm } from "#ledger-core/store/older.testing.ts";
import { hashFile } from "./copy-file.ts";
import { encodeManifest, LEDGER, MANIFEST } from "./manifest.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

it("takes back what an older program has saved, brought up to date and with the root that it had", async () => {
  const { folder } = await makeLittleLedger();
  const place = copyOf(folder);
  const { signal } = new AbortController();
  const common = { progress: (): void => {}, removed: (): void => {}, signal };
  const backup = join(place, "backup");
  const { manifest } = await writeBackup({ folder, target: backup, depth: "quick", ...common });
  makeFirstForm(backup);
  const older = await hashFile(LEDGER, backup, signal);
  const files = manifest.files.map((file) => (file.name === LEDGER ? older : file));
  writeFileSync(join(backup, MANIFEST), encodeManifest({ ...manifest, files }));
  const target = join(place, "restored");
  const restored = await restoreBackup({ backup, target, ...common });
  expect(restored.manifest.root).toBe(manifest.root);
  expect(await checkLedger({ folder: target })).toMatchObject({ ok: true, entries: manifest.entries });
});
