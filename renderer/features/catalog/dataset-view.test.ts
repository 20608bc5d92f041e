import { expect, test } from "vitest";
import { comparedVersions, parseDatasetView } from "./dataset-view.ts";

test("a hand-written address falls back where it is not understood", () => {
  const view = parseDatasetView({
    tab: "discussion",
    from: "x",
    to: 3,
    uses: "refused",
    since: -4,
    agreement: 1.5,
    see: "uses",
  });
  expect(view).toEqual({
    tab: undefined,
    from: undefined,
    to: 3,
    uses: "refused",
    since: undefined,
    agreement: undefined,
    ended: undefined,
    form: undefined,
    see: "uses",
  });
});

test("the newest version is compared with the one before unless two others are asked for", () => {
  const compared = (from: number | undefined, to: number | undefined, head: number) =>
    comparedVersions({ from, to }, head);
  expect(compared(undefined, undefined, 1)).toBeUndefined();
  expect(compared(undefined, undefined, 7)).toEqual({ from: 6, to: 7 });
  expect(compared(2, 5, 7)).toEqual({ from: 2, to: 5 });
  expect(compared(undefined, 5, 7)).toEqual({ from: 4, to: 5 });
  expect(compared(9, 9, 7)).toEqual({ from: 6, to: 7 });
  expect(compared(3, 3, 7)).toEqual({ from: 2, to: 3 });
  expect(compared(undefined, 1, 7)).toEqual({ from: 1, to: 2 });
});
