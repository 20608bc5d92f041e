/** Disks that are full or read-only: nothing half-made is left that would stand in the way of the next attempt, and the place is named. */
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { foundLedger, makeFolder } from "./cli.testing.ts";
import { canMount, mounted } from "./small-disk.testing.ts";

const place = makeFolder();
const city = place.at("city");
const disk = place.at("disk");
beforeAll(async () => {
  mkdirSync(disk);
  await foundLedger(city);
});
afterAll(() => place.remove());

describe.runIf(canMount)("a disk that is full", () => {
  it.each(["64k", "300k"])("leaves nothing of a network that cannot be created, which then can (%s)", (size) => {
    const script = `ledger init $DISK/a/b $WHO --json && exit 1
find "$DISK" -mindepth 1
mount -o remount,size=50m "$DISK"
ledger init $DISK/a/b $WHO > /dev/null && echo made`;
    const { code, stdout, stderr } = mounted(disk, `size=${size}`, script);
    const [failed, ...rest] = stdout.trim().split("\n");
    expect([code, rest, stderr]).toEqual([0, ["made"], expect.stringContaining("Free some space")]);
    expect(JSON.parse(failed ?? "")).toMatchObject({ error: { code: "DISK_FULL" } });
  });

  it("leaves nothing of a request or a proof that has no room", () => {
    const script = `head -c 4m /dev/zero > "$DISK/full" || true
ledger key new ${city} --person bert -o "$DISK/request" && exit 1
ledger proof ${city} 0 -o "$DISK/proof" && exit 1
ls "$DISK"
rm "$DISK/full"
ledger key new ${city} --person bert -o "$DISK/request" > /dev/null
ledger proof ${city} 0 -o "$DISK/proof" > /dev/null
ls "$DISK"`;
    const { code, stdout, stderr } = mounted(disk, "size=1m", script);
    expect([code, stdout.trim().split("\n")]).toEqual([0, ["full", "proof", "request"]]);
    for (const name of ["request", "proof"]) expect(stderr).toContain(`The disk is full: ${place.at("disk", name)}`);
  });
});

describe.runIf(canMount)("a ledger on a disk that takes nothing more", () => {
  const fill = `ledger init $DISK/city $WHO > /dev/null
head -c 9m /dev/zero > "$DISK/full" || true`;
  // Without the files through which its readers and writers agree, as where somebody has copied it there.
  it.each([
    ["as its node has left it", "", "The ledger's disk is full or failing: nothing could be written"],
    [
      "without SQLite's small files",
      `rm "$DISK"/city/*-shm "$DISK"/city/*-wal; head -c 9m /dev/zero >> "$DISK/full" || true`,
      "The ledger's disk is full or failing: nothing could be written",
    ],
    [
      "without those of the derived tables alone",
      `rm "$DISK"/city/projections.sqlite-*; head -c 9m /dev/zero >> "$DISK/full" || true`,
      "The ledger's disk is full or failing: nothing could be written",
    ],
    [
      "where it is read-only, too",
      `rm "$DISK"/city/*-shm "$DISK"/city/*-wal; mount -o remount,ro "$DISK"`,
      "(the disk is read-only)",
    ],
  ])("is read, checked, proven and taken away %s", (_, more, words) => {
    const script = `${fill}
${more}
ledger status $DISK/city --json
ledger query $DISK/city ledger.blocks | head -1
for verb in "fsck $DISK/city" "verify $DISK/city" "backup $DISK/city $SAFE/backup" "tiles $DISK/city -o $SAFE/tiles" "proof $DISK/city 0 -o $SAFE/proof" \
  "export $DISK/city catalog --format ckan -o $SAFE/ckan.json" "statement $DISK/city" "fsck $SAFE/backup"; do ledger $verb > /dev/null || echo "$verb"; done
ledger statement $DISK/city --as anna || echo $?`;
    const { stdout, stderr } = mounted(
      disk,
      "size=3m",
      `SAFE=$(mktemp -d -p ${place.at(".")})
${script}`,
    );
    const [status, query, ...rest] = stdout.trim().split("\n");
    expect([JSON.parse(status ?? ""), query, rest]).toMatchObject([{ entries: 1 }, "{", ["3"]]);
    expect(stderr).toContain(words);
  });
});

describe.runIf(canMount)("an import for which the disk is too small", () => {
  it("says how much of it is sealed, and goes on from there once there is room", () => {
    writeFileSync(place.at("made.json"), bytesOf(madeCatalog(4_000)));
    const script = `ledger init $DISK/city $WHO > /dev/null
ledger import $DISK/city ${place.at("made.json")} --as anna 2>&1 > /dev/null | tail -3 || true
mount -o remount,size=100m "$DISK"
ledger import $DISK/city ${place.at("made.json")} --as anna --json
ledger fsck $DISK/city`;
    const { code, stdout } = mounted(disk, "size=6m", script);
    const [told, cause, next, ...rest] = stdout.split("\n");
    const sealed = Number(/made.json: (\d+) of 4000 changes are signed and sealed/.exec(told ?? "")?.[1]);
    expect([code, cause]).toEqual([0, expect.stringContaining("The ledger's disk is full")]);
    expect(next).toContain("nothing acknowledged is lost");
    expect(sealed).toBeGreaterThan(0);
    expect(sealed).toBeLessThan(4_000);
    const { files } = JSON.parse(rest[0] ?? "") as { readonly files: readonly object[] };
    expect(files[0]).toMatchObject({ read: 4_000, added: 4_000 - sealed, unchanged: sealed });
    expect(rest[1]).toContain("The ledger is sound");
  });
});

describe.runIf(canMount)("what cannot be taken away", () => {
  it("is not signed: a statement for a disk without room seals nothing", () => {
    const script = `head -c 4m /dev/zero > "$DISK/full" || true
ledger statement ${city} --as anna --table kernel.role --from 1 -o "$DISK/out" || echo $?
ls "$DISK"
ledger status ${city} --json`;
    const { stdout, stderr } = mounted(disk, "size=1m", script);
    const [code, name, status] = stdout.trim().split("\n");
    expect([code, name, JSON.parse(status ?? "")]).toMatchObject(["3", "full", { entries: 1 }]);
    expect(stderr).toContain(`The disk is full: ${place.at("disk", "out")}.`);
  });
});

describe.runIf(canMount)("a disk that is read-only", () => {
  it.each([
    [`init $DISK/a/b $WHO`, "a/b"],
    [`tiles ${city} -o $DISK/a/b`, "a"],
    [`proof ${city} 0 -o $DISK/a/b`, "a"],
    [`statement ${city} --table kernel.role --from 1 -o $DISK/a/b`, "a"],
    [`serve ${city} --no-open --checkpoints $DISK/a/b`, "a"],
    [`backup ${city} $DISK/a/b`, "a/b"],
    [`export ${city} catalog -o $DISK/a`, "a"],
  ])("is named as such: %s", (given, named) => {
    const { code, stderr } = mounted(disk, "ro", `ledger ${given}`);
    expect([code, stderr.toLowerCase()]).toEqual([3, expect.stringContaining("the disk is read-only")]);
    expect(stderr).toContain(`: ${place.at("disk", named)}.`);
    expect(stderr).not.toContain("ledger's folder");
  });
});
