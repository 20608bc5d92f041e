import { expect, test } from "vitest";
import { placeOf } from "./use-place.ts";

test("a use is about a place only where the terms name one", () => {
  expect(placeOf({ places: [] }, "320104")).toBe("");
  expect(placeOf({ places: ["320104"] }, undefined)).toBe("320104");
  expect(placeOf({ places: ["320104"] }, "")).toBe("");
  expect(placeOf({ places: ["320104", "320105"] }, undefined)).toBe("");
  expect(placeOf({ places: ["320104", "320105"] }, "320105")).toBe("320105");
});
