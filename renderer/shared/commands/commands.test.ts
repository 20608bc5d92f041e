import { expect, test } from "vitest";
import { matchCommands } from "./commands.ts";

const commands = [
  { key: "1", label: "Low-income household register", detail: "Civil Affairs Bureau", run: () => undefined },
  { key: "2", label: "低保家庭信息", detail: "民政局", run: () => undefined },
];

test.each([
  ["household civil", ["1"]],
  ["低保", ["2"]],
  ["HOUSEHOLD", ["1"]],
  ["", ["1", "2"]],
  ["tax", []],
])("%s finds %j", (query, keys) => {
  expect(matchCommands(query, commands).map(({ key }) => key)).toEqual(keys);
});
