// breaks: vitest(expect-expect)
import { test } from "vitest";

test("proves nothing", () => {});
