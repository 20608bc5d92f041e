import { expect, test } from "vitest";
import { base64Of } from "./base64.ts";
import { exportedFiles } from "./exported-files.ts";

test("an export is taken away with its checkpoint beside it, byte for byte", () => {
  const checkpoint = "tcc/0000000000000000\n7\nAAAA\n\n— tcc/0000000000000000 BBBB\n";
  const base64 = base64Of(new TextEncoder().encode("数据"));
  const taken = exportedFiles({ name: "catalogue-2026-09-20.json", base64, checkpoint });
  expect(taken.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ["catalogue-2026-09-20.json", "数据"],
    ["catalogue-2026-09-20.json.checkpoint", checkpoint],
  ]);
});
