import { test } from "vitest";

test("proves nothing", () => {});
