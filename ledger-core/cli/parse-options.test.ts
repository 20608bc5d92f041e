import { describe, expect, it, test } from "vitest";
import { ledgerJson } from "./cli.testing.ts";
import { parseOptions } from "./parse-options.ts";
import { findVerb, VERBS } from "./verbs.ts";

/** The options of all verbs, each as it is typed with this value. */
const typed = VERBS.flatMap((verb) =>
  Object.entries(verb.options).map(([name, option]) => ({
    verb,
    name,
    isRepeatable: option.type === "boolean" || option.multiple === true,
    as: (value: string): readonly string[] => (option.type === "boolean" ? [`--${name}`] : [`--${name}`, value]),
  })),
);

describe("an option that stands twice", () => {
  test.each(typed.map((one) => [one.verb.name, one.name, one] as const))("%s --%s", (_verb, _name, one) => {
    const parse = () => parseOptions(one.verb, [...one.as("a"), "word", ...one.as("b")]);
    if (one.isRepeatable) expect(parse().words).toEqual(["word"]);
    else expect(parse).toThrow(expect.objectContaining({ code: "USAGE", exit: 2 }));
  });

  it("is taken of those alone whose help says so, with all its values", () => {
    const several = typed.filter(({ verb, name }) => verb.options[name]?.multiple === true);
    expect(several.map(({ verb, name }) => [verb.name, name])).toEqual([
      ["enrol", "role"],
      ["verify", "key"],
    ]);
    for (const { verb, name, as } of several) {
      expect(verb.options[name]?.about).toEqual({
        zh: expect.stringContaining("可重复"),
        en: expect.stringContaining("may be repeated"),
      });
      expect(parseOptions(verb, [...as("a"), ...as("b")]).options.list(name)).toEqual(["a", "b"]);
    }
  });

  it("is the same option by its short name, and behind an equals sign", () => {
    const tiles = findVerb(["tiles"]);
    if (tiles === undefined) throw new Error("no verb");
    for (const given of [
      ["-o", "a", "--output", "b"],
      ["--output=a", "-o", "b"],
      ["--lang", "zh", "--lang=en"],
    ])
      expect(() => parseOptions(tiles, ["city", ...given])).toThrow(expect.objectContaining({ code: "USAGE" }));
    expect(parseOptions(tiles, ["city", "--json", "--json"]).options.has("json")).toBe(true);
  });

  it("is named in the language that was asked for", async () => {
    type Failed = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
    for (const language of ["zh", "en"]) {
      const given = ["verify", "nowhere", "--since", "a", "--since", "b", "--lang", language];
      const { code, json } = await ledgerJson<Failed>(given);
      expect([code, json.error.code]).toEqual([2, "USAGE"]);
      expect(json.error.message).toContain("--since");
      expect(json.error.next).toContain("ledger verify --help");
      expect(/\p{Script=Han}/u.test(json.error.message)).toBe(language === "zh");
    }
  });
});
