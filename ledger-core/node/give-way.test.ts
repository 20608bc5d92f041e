import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

it.skipIf(process.platform === "win32")("gives way, and no less than it did before", () => {
  const module = join(import.meta.dirname, "give-way.ts");
  const program = `
    const { giveWay } = await import(${JSON.stringify(module)});
    const { getPriority } = await import("node:os");
    const before = getPriority();
    const seen = [12, 5, 14].map((nice) => (giveWay(nice), getPriority() - Math.max(before, 0)));
    console.log(JSON.stringify([before, seen]));`;
  const [before, seen] = JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }),
  ) as [number, readonly number[]];
  const expected = [12, 12, 14].map((nice) => Math.max(nice, before) - Math.max(before, 0));
  expect(seen).toEqual(expected);
});
