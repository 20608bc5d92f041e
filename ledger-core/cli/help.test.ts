import { describe, expect, it, test } from "vitest";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import zh from "#ledger-core/contract/text/zh.json" with { type: "json" };
import { ledger } from "./cli.testing.ts";
import { generalHelp, verbHelp } from "./help.ts";
import { Output } from "./output.ts";
import { findVerb, VERBS } from "./verbs.ts";
import { languageOf } from "./words.ts";

describe("help", () => {
  test.each(VERBS.map((verb) => [verb.name, verb] as const))(
    "%s: usage and an example, in both languages",
    (name, verb) => {
      for (const language of ["zh", "en"] as const) {
        const text = verbHelp(verb, new Output(language, false));
        expect(text).toContain(`ledger ${name} ${verb.usage}`);
        expect(verb.examples.length).toBeGreaterThan(0);
        for (const example of verb.examples) expect(text).toContain(`ledger ${example}`);
        for (const option of Object.keys(verb.options)) expect(text).toContain(`--${option}`);
        expect(/\p{Script=Han}/u.test(text)).toBe(language === "zh");
      }
    },
  );

  test.each(VERBS.map((verb) => [verb.name, verb] as const))("%s: its examples are its usage", (_name, verb) => {
    for (const example of verb.examples) expect(findVerb(example.split(" "))).toBe(verb);
  });

  it("shows an example that a reader can type as it stands: its credit code is a valid one", () => {
    const codes = VERBS.flatMap((verb) => verb.examples.flatMap((example) => /--uscc (\S+)/.exec(example)?.[1] ?? []));
    expect(codes.map(isUnifiedSocialCreditCode)).toEqual([true]);
  });

  it("has every verb that the texts send people to", () => {
    // In Chinese sentences the word is the command and nothing else.
    const named = Object.values<string>(zh).flatMap((sentence) => [...sentence.matchAll(/ledger ([a-z-]+)/g)]);
    expect(named.length).toBeGreaterThan(1);
    const words = new Set(VERBS.map((verb) => verb.name.split(" ")[0]));
    expect(named.map((match) => match[1]).filter((word) => !words.has(word))).toEqual([]);
  });

  it("lists every verb", () => {
    const text = generalHelp(VERBS, new Output("en", false));
    for (const verb of VERBS) expect(text).toContain(verb.name);
  });

  it("takes the language from the terminal unless one is asked for", () => {
    expect(languageOf(undefined, { LANG: "zh_CN.UTF-8" })).toBe("zh");
    expect(languageOf(undefined, { LANG: "zh_CN.UTF-8", LC_ALL: "C" })).toBe("en");
    expect(languageOf("zh", { LANG: "en_GB" })).toBe("zh");
    expect(languageOf("fr", {})).toBe("en");
  });
});

describe("wrong usage", () => {
  it("exits with 2, says it in words, and in JSON where that was asked for", async () => {
    const nothing = await ledger([]);
    expect([nothing.code, nothing.stdout.includes("import")]).toEqual([2, true]);
    const verb = await ledger(["fly"]);
    expect([verb.code, verb.stdout]).toEqual([2, ""]);
    expect(verb.stderr).toContain("fly");
    const option = await ledger(["status", "x", "--nope", "--json"]);
    expect(option.code).toBe(2);
    const { error } = JSON.parse(option.stdout) as { readonly error: Readonly<Record<string, string>> };
    expect(error["code"]).toBe("USAGE");
    expect(error["next"]).toContain("ledger status --help");
    const words = await ledger(["history", "x", "--lang", "zh"]);
    expect([words.code, words.stderr.includes("用法是")]).toEqual([2, true]);
  });

  it("prints names of others without what a terminal would obey", async () => {
    const ran = await ledger(["fly\u001b]0;title\u0007\u001b[2J\u202egpj"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("gpj");
    expect(ran.stderr).not.toMatch(/[\u0007\u001b\u202e]/);
  });

  it("helps with 0", async () => {
    for (const given of [["--help"], ["import", "--help", "--lang", "zh"], ["help"]]) {
      const ran = await ledger(given);
      expect([ran.code, ran.stderr]).toEqual([0, ""]);
      expect(ran.stdout.length).toBeGreaterThan(100);
    }
  });
});
