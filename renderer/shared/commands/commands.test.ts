import { expect, test } from "vitest";
import { matchCommands, orderGroups } from "./commands.ts";

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

test("what is called exactly so comes first, also by its name in the other language, then what begins so", () => {
  const departments = ["Finance and Taxation Office", "City Finance Bureau", "Finance"].map((label) => ({
    key: label,
    label,
    ...(label === "City Finance Bureau" && { keywords: ["财政局"] }),
    run: () => undefined,
  }));
  const found = (query: string) => matchCommands(query, departments).map(({ key }) => key);
  expect(found("finance")).toEqual(["Finance", "Finance and Taxation Office", "City Finance Bureau"]);
  expect(found("财政局")).toEqual(["City Finance Bureau"]);
});

test("a kind of thing that has one called exactly so stands above the others, and empty kinds are left out", () => {
  const group = (key: string, ...labels: readonly string[]) => ({
    key,
    heading: key,
    commands: labels.map((label) => ({ key: label, label, run: () => undefined })),
  });
  const groups = [group("pages"), group("datasets", "Votes of 2024"), group("departments", "Votes")];
  expect(orderGroups("votes", groups).map(({ key }) => key)).toEqual(["departments", "datasets"]);
});
