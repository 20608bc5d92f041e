import { expect, test } from "vitest";
import { nextRegion } from "./regions.ts";
import type { RegionName } from "./regions.ts";

const withoutDrawer: readonly RegionName[] = ["top", "navigation", "main", "status"];

test("F6 starts at the page and walks every region that is there, both ways", () => {
  const walk = (start: RegionName | undefined, backwards: boolean) =>
    nextRegion({ present: withoutDrawer, current: start, backwards });
  expect(walk(undefined, false)).toBe("main");
  expect(walk("main", false)).toBe("status");
  expect(walk("status", false)).toBe("top");
  expect(walk("top", true)).toBe("status");
  expect(nextRegion({ present: [...withoutDrawer, "drawer"], current: "main", backwards: false })).toBe("drawer");
  expect(nextRegion({ present: withoutDrawer, current: "drawer", backwards: false })).toBe("main");
  expect(nextRegion({ present: [], current: undefined, backwards: false })).toBeUndefined();
});
