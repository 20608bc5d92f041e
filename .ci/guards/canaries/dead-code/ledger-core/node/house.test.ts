import { expect, test } from "vitest";
import { onlyTested } from "./house.ts";

test("counts", () => expect(onlyTested()).toBe(1));
