import { expect, test } from "vitest";
import { isolated } from "./isolated.ts";

test("a text that turns nothing stays as it is", () => {
  for (const text of ["", "低保家庭信息 Low-income households", "ze\u200bro", "👩\u200d🔬", "<b>"])
    expect(isolated(text)).toBe(text);
});

test("marks that turn the direction of writing are seen, whether they are closed or close what they did not open", () => {
  expect(isolated("a \u202etxt.exe")).toBe("a \ufffdtxt.exe");
  expect(isolated("\u2069\u2069\u202eout")).toBe("\ufffd\ufffd\ufffdout");
  expect(isolated("\u2068a \u202eb\u2069")).toBe("\ufffda \ufffdb\ufffd");
  expect(isolated("\u2067a\u2069")).toBe("\ufffda\ufffd");
});

test("words from right to left stand for themselves, once", () => {
  expect(isolated("מרשם 2024")).toBe("\u2068מרשם 2024\u2069");
  expect(isolated("نص \u202e12")).toBe("\u2068نص \ufffd12\u2069");
  for (const text of ["מרשם 2024", "\u2069מרשם", "a \u202eb"]) expect(isolated(isolated(text))).toBe(isolated(text));
  expect(isolated(`Dataset ${isolated("מרשם")}, 2 uses`)).toBe("Dataset \u2068מרשם\u2069, 2 uses");
});
