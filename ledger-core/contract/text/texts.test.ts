import { describe, expect, test } from "vitest";
import {
  AGREEMENT_STATES,
  DUTIES,
  itemSchema,
  PROFILES,
  PURPOSES,
  SHARING,
  USE_ACTIONS,
} from "#ledger-core/contract/schema/catalog.ts";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { ENTRY_CODES, ERROR_CODES } from "#ledger-core/contract/schema/errors.ts";
import { FACTS, FUNCTIONS, PARTIES, ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { RecordShape, Shape } from "#ledger-core/contract/schema/schema.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { FETCH_FLAWS } from "#ledger-core/node/importing/fetch-file.ts";
import { NODE_CODES } from "#ledger-core/node/node-error.ts";
import { STORE_CODES } from "#ledger-core/store/store-error.ts";
import en from "./en.json" with { type: "json" };
import { fillTemplate, namesInTemplate, plainText } from "./template.ts";
import { choiceText, columnLabel, findText, kindName, refusalMessage, refusalSentence, text } from "./texts.ts";
import { flawsOfChinese, flawsOfEnglish, UNFILLED } from "./text.testing.ts";
import zh from "./zh.json" with { type: "json" };

const LANGUAGES = ["zh", "en"] as const;
const TEXTS: Readonly<Record<"zh" | "en", Readonly<Record<string, string>>>> = { zh, en };
const ruleset = createRuleset([governanceModule, consortiumModule, catalogModule]);

function missing(keys: readonly string[]): readonly string[] {
  return LANGUAGES.flatMap((language) =>
    keys.filter((key) => findText(language, key) === undefined).map((key) => `${language} ${key}`),
  );
}

describe("the texts", () => {
  test("have the same keys and ask for the same values in both languages", () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    // Chinese has no plural: a value that only chooses an English plural may be missing there.
    const onlyPlural = ["others", "number", "measure", "all", "count"];
    const names = (written: string): readonly string[] =>
      namesInTemplate(written)
        .filter((name) => !onlyPlural.includes(name))
        .toSorted();
    for (const [key, written] of Object.entries(TEXTS.zh))
      expect(names(written), key).toEqual(names(TEXTS.en[key] ?? ""));
  });

  test("are written as each language is", () => {
    const flawed = (language: "zh" | "en", flaws: (written: string) => readonly string[]): readonly string[] =>
      Object.entries(TEXTS[language]).flatMap(([key, template]) =>
        readings(language, template).flatMap((reading) => flaws(reading).map((flaw) => `${key}: ${reading}: ${flaw}`)),
      );
    expect(flawed("zh", flawsOfChinese)).toEqual([]);
    expect(flawed("en", flawsOfEnglish)).toEqual([]);
    expect(
      Object.values(TEXTS.en).filter((written) => /\bplease\b|\bsuccess(?!or)|\boperation\b/iu.test(written)),
    ).toEqual([]);
  });

  test("have a cause and a next step for every code", () => {
    const codes = [...ERROR_CODES, ...STORE_CODES, ...NODE_CODES];
    expect(missing(codes.flatMap((code) => [`code.${code}.cause`, `code.${code}.next`]))).toEqual([]);
    for (const code of codes) {
      for (const part of ["cause", "next"]) {
        expect(TEXTS.zh[`code.${code}.${part}`], code).toMatch(/。$/u);
        expect(TEXTS.en[`code.${code}.${part}`], code).toMatch(/^[\p{Lu}“{[].*\.$/u);
      }
    }
  });

  test("name every kind, also those that the ledger enters by itself", () => {
    const kinds = [...ruleset.rules.values()].map(({ action }) => action.kind);
    const own = ["genesis", "block", "proposal.expire", ...ruleset.due.keys()];
    expect(missing([...kinds, ...own].map((kind) => `kind.${kind}.name`))).toEqual([]);
    expect(kindName("en", "funds.pay")).toBe("funds.pay");
  });

  test("name every word of the contract", () => {
    const groups: Readonly<Record<string, readonly string[]>> = {
      function: FUNCTIONS,
      role: ROLES,
      party: PARTIES,
      fact: FACTS,
      purpose: PURPOSES,
      useAction: USE_ACTIONS,
      "use.action": USE_ACTIONS,
      "use.duty": DUTIES,
      duty: DUTIES,
      sharing: SHARING,
      profile: PROFILES,
      openness: choicesOf(descriptionSchema as RecordShape, "openness"),
      sensitivity: choicesOf(itemSchema as RecordShape, "sensitivity"),
      element: (descriptionSchema as RecordShape).fields.map(([name]) => name),
      "state.catalog.agreement": AGREEMENT_STATES,
      fetchFlaw: FETCH_FLAWS,
    };
    expect(
      missing(Object.entries(groups).flatMap(([group, words]) => words.map((word) => `${group}.${word}`))),
    ).toEqual([]);
    expect(missing(FUNCTIONS.flatMap((name) => [`function.${name}.one`, `function.${name}.many`]))).toEqual([]);
    expect(missing(ROLES.map((role) => `role.${role}.many`))).toEqual([]);
  });

  test("name every table, column and choice of the ledger", () => {
    for (const table of ruleset.tables.values()) {
      expect(missing([`table.${table.name}`])).toEqual([]);
      for (const [column, shape] of (table.row as RecordShape).fields) {
        for (const language of LANGUAGES) {
          expect(columnLabel(language, table.name, column), `${table.name}.${column}`).not.toBe(column);
          for (const value of choicesIn(shape)) {
            if (value === "") continue;
            expect(choiceText(language, table.name, column, value), `${table.name}.${column} ${value}`).toBeTypeOf(
              "string",
            );
          }
        }
      }
    }
  });
});

/** Every way in which a template may read: with words in its places, and with its optional words left out. */
function readings(language: "zh" | "en", template: string): readonly string[] {
  const words = language === "zh" ? ["甲部", "Beta"] : ["Beta", "delta"];
  const all = words.map((word) => Object.fromEntries(namesInTemplate(template).map((name) => [name, word])));
  const needed = namesInTemplate(template.replace(/\[[^\]]*\]/g, ""));
  const few = all.map((values) => Object.fromEntries(Object.entries(values).filter(([name]) => needed.includes(name))));
  return [...all, ...few].map((values) => plainText(fillTemplate(language, template, values)));
}

function choicesOf(shape: RecordShape, field: string): readonly string[] {
  return choicesIn(shape.fields.find(([name]) => name === field)?.[1]);
}

function choicesIn(shape: Shape | undefined): readonly string[] {
  if (shape?.kind === "choice") return shape.values;
  return shape?.kind === "list" ? choicesIn(shape.of) : [];
}

describe("a refusal in words", () => {
  // Data as the places that refuse give it.
  const cases: readonly (readonly [string, Readonly<Record<string, string | number>>, string, string])[] = [
    [
      "NOT_FOUND",
      { table: "catalog.dataset", key: 0 },
      "账本中没有所指的数据集。",
      "The ledger holds no such dataset.",
    ],
    [
      "NOT_FOUND",
      { table: "kernel.proposal", key: 12_345 },
      "账本中没有所指的提案（编号 12345）。",
      "The ledger holds no such proposal (number 12345).",
    ],
    [
      "ILLEGAL_MOVE",
      { state: "withdrawn", wanted: "open" },
      "这条记录目前的状态是“已撤回”，办理此事须处于“可申请”。",
      "The record is now “withdrawn”; for this it would have to be “open”.",
    ],
    [
      "ILLEGAL_MOVE",
      { state: "TERMINATED", wanted: "REQUESTED ACCEPTED" },
      "这条记录目前的状态是“已终止”，办理此事须处于“已申请”或“已接受条件”。",
      "The record is now “ended”; for this it would have to be “requested” or “terms accepted”.",
    ],
    [
      "ILLEGAL_MOVE",
      { state: "upheld", wanted: "open" },
      "这条记录目前的状态是“成立”，办理此事须处于“待裁定”。",
      "The record is now “upheld”; for this it would have to be “not settled yet”.",
    ],
    [
      "ILLEGAL_MOVE",
      { state: "ended", wanted: "active" },
      "这条记录目前的状态是“已终止”，办理此事须处于“有效”。",
      "The record is now “ended”; for this it would have to be “in force”.",
    ],
    [
      "CALENDAR_DAYS",
      { day: 20_454 },
      "工作日历中有一天不成立：2026-01-01。放假日须是当年的周一至周五，上班日须是当年的周末，按先后各写一次。",
      "1 Jan 2026 does not fit the calendar: days off are Monday to Friday of that year, days worked are Saturdays and Sundays, each named once and in order.",
    ],
    [
      "HANDOVER_NEEDED",
      { count: 1 },
      "此人还有 1 件提案没有办结，须有人接办。",
      "This person still has 1 proposal under way, which somebody must take over.",
    ],
    [
      "DUTY_NOT_OWED",
      { duty: "delete" },
      "这份协议没有约定“删除结果”。",
      "This agreement asks for no such duty: delete answers.",
    ],
    [
      "LINEAGE_PARENT_UNKNOWN",
      { place: 0 },
      "所写的来源版本在账本中找不到。",
      "A version that it says it was made from is not in the ledger.",
    ],
    [
      "USE_NOT_PERMITTED",
      { because: "constraint", term: "xone" },
      "使用条件不允许：不符合所定限制（只能符合一项的几项）。",
      "The terms of use do not allow it: a limit is not met (limits of which exactly one must hold).",
    ],
    [
      "PROFILE_INCOMPLETE",
      { profile: "national", missing: "title items updateCycle" },
      "按“政务信息资源目录”的要求，还缺少：名称、信息项、更新周期。",
      "Under the national catalogue, these are still missing: Title, Items, Update cycle.",
    ],
    [
      "USE_NOT_PERMITTED",
      { because: "constraint", term: "count" },
      "使用条件不允许：不符合所定限制（次数）。",
      "The terms of use do not allow it: a limit is not met (number of uses).",
    ],
    [
      "USE_NOT_PERMITTED",
      { because: "prohibition", term: "distribute" },
      "使用条件不允许：明确禁止（转交他人）。",
      "The terms of use do not allow it: it is forbidden (pass on).",
    ],
    [
      "AGREEMENTS_IN_FORCE",
      { count: 1 },
      "还有 1 份使用协议在生效，不能停用。",
      "1 agreement is still in force, so it cannot be retired.",
    ],
    [
      "AGREEMENT_EXPIRED",
      { expires: 1_798_732_800 },
      "使用协议已于 2026-12-31 24:00 到期。",
      "The agreement ran out at the end of 31 Dec 2026.",
    ],
    [
      "FOUNDING_FUNCTION_SHORT",
      { function: "audit", count: 1 },
      "规则所需的职能“审计部门”目前只有 1 人，至少要有 2 人。",
      "Policies count on the function “audit office”, which has 1 person; it needs at least two.",
    ],
    [
      "PERSON_LEFT",
      { person: 3 },
      "此人已经离任，不能再办理。",
      "This person has left the department and can no longer act.",
    ],
    [
      "ALREADY_EXISTS",
      { role: "steward" },
      "已经存在：角色“数据管理员”，没有重复登记。",
      "It is there already: role “data steward”; nothing was entered twice.",
    ],
    [
      "KEY_FILE_CORRUPT",
      { handle: "wang", reason: "checksum" },
      "wang 的密钥文件不能使用：内容已损坏或被改动。",
      "The key file of wang cannot be used: it is damaged or was edited.",
    ],
  ];
  test.each(cases)("%s %o", (code, data, chinese, english) => {
    expect(refusalSentence("zh", code, data).cause).toBe(chinese);
    expect(refusalSentence("en", code, data).cause).toBe(english);
  });

  test("needs no data: an entry of the ledger keeps its code alone", () => {
    for (const language of LANGUAGES) {
      for (const code of ENTRY_CODES) {
        const said = refusalMessage(language, code);
        expect(said, code).not.toMatch(UNFILLED);
        expect(language === "zh" ? flawsOfChinese(said) : flawsOfEnglish(said), said).toEqual([]);
      }
    }
  });

  test("says why nothing is sealed where that has a sentence of its own, and what to do about it first", () => {
    const full = { reason: "DISK_FULL" };
    expect(refusalMessage("en", "NOT_SEALING", full)).toMatch(
      /disk is full or failing.+Free some space.+not sealed twice/,
    );
    expect(refusalMessage("zh", "NOT_SEALING", full)).toMatch(/磁盘已满或读写出错.+腾出空间.+不会重复封存/);
    const closed = refusalSentence("en", "NOT_SEALING", { reason: "closed" });
    expect(closed).toEqual(refusalSentence("en", "NOT_SEALING"));
  });

  test("names a code that it does not know, and a key of the texts that is none", () => {
    expect(refusalMessage("zh", "TOO_SUNNY")).toContain("TOO_SUNNY");
    expect(refusalMessage("en", "TOO_SUNNY")).toContain("TOO_SUNNY");
    expect(findText("en", "constructor")).toBeUndefined();
    expect(text("en", "role.leader")).toBe("leader");
  });
});
