import { expect, test } from "vitest";

test("proves something", () => expect(1 + 1).toBe(2));
