import { describe, expect, test } from "vitest";
import { constraintSchema, DUTIES, USE_ACTIONS, usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import type { RecordShape } from "#ledger-core/contract/schema/schema.ts";
import { flawOfUsePolicy } from "#ledger-core/modules/catalog/use-policy.ts";
import { plainText } from "./template.ts";
import { findText } from "./texts.ts";
import { flawsOfChinese, flawsOfEnglish, marked, sampleOf, townCode, townNames, UNFILLED } from "./text.testing.ts";
import { usePolicySentence } from "./use-policy-sentence.ts";

function limit(
  left: Constraint["left"],
  operator: Constraint["operator"],
  ...values: readonly (string | number)[]
): Constraint {
  const right = values.map((value) =>
    typeof value === "number" ? ({ kind: "number", value } as const) : ({ kind: "word", value } as const),
  );
  return { left, operator, right };
}

function rule(
  actions: UseRule["actions"],
  constraints: readonly Constraint[] = [],
  duties: UseRule["duties"] = [],
): UseRule {
  return { actions, constraints, duties, groups: [] };
}

const EVERYONE = [2, 3, 4, 1].map(townCode);

const GOLDEN: readonly {
  readonly policy: UsePolicy;
  readonly user?: "yes";
  readonly zh: string;
  readonly en: string;
}[] = [
  {
    policy: {
      permissions: [
        rule(
          ["query"],
          [
            limit("recipient", "isAnyOf", ...EVERYONE),
            limit("purpose", "eq", "eligibility"),
            limit("count", "lteq", 5_000),
          ],
          [{ duty: "delete", withinDays: 30 }],
        ),
      ],
      prohibitions: [],
    },
    zh: "**市财政局、市审计局等 4 个部门**可**查询**，用途限于**资格核对**，最多 **5,000 次**；结果须**在协议终止后 30 天内删除**。其他使用一律不允许。",
    en: "**Finance Bureau, Audit Bureau and 2 others** may **query it** for **eligibility checks**, up to **5,000 times**; answers must be **deleted within 30 days after the agreement ends**. Any other use is not permitted.",
  },
  {
    policy: {
      permissions: [
        rule(
          ["read", "query"],
          [limit("purpose", "isAnyOf", "statistics", "planning"), limit("dateTime", "lt", 1_798_732_800)],
          [
            { duty: "attribute", withinDays: 0 },
            { duty: "inform", withinDays: 1 },
          ],
        ),
      ],
      prohibitions: [rule(["distribute", "derive"])],
    },
    zh: "签有使用协议的部门可**读取**和**查询**，用途限于**统计分析**或**规划编制**，至 **2026-12-31 24:00** 止；须**注明来源**，每次使用后 1 天内须**告知提供部门**。任何部门都不得**转交他人**或**加工派生**。其他使用一律不允许。",
    en: "A department with an agreement may **read it** or **query it** for **statistics** or **planning**, until **the end of 31 Dec 2026**; the **source must be named** and each use must be **reported to the owner** within 1 day. **Nobody** may **pass it on** or **derive new data from it**. Any other use is not permitted.",
  },
  {
    policy: {
      permissions: [rule(["aggregate"], [limit("count", "lteq", 1)], [{ duty: "obtainConsent", withinDays: 0 }])],
      prohibitions: [
        rule(["aggregate"], [limit("recipient", "eq", townCode(4)), limit("purpose", "eq", "enforcement")]),
      ],
    },
    user: "yes",
    zh: "**市财政局**可**汇总**，最多 **1 次**；须**取得提供部门同意**。用途为**行政执法**时，**市住建局**不得**汇总**。其他使用一律不允许。",
    en: "**Finance Bureau** may **aggregate it**, up to **1 time**; the **owner's consent** must be obtained. **Housing Bureau** may not **aggregate it** if the purpose is **enforcement**. Any other use is not permitted.",
  },
  {
    policy: {
      permissions: [rule(["read"], [limit("recipient", "isNoneOf", townCode(2), townCode(3))])],
      prohibitions: [],
    },
    zh: "除**市财政局和市审计局**以外，签有使用协议的部门可**读取**。其他使用一律不允许。",
    en: "A department with an agreement, except **Finance Bureau and Audit Bureau**, may **read it**. Any other use is not permitted.",
  },
  {
    policy: {
      permissions: [
        rule(["read"], [limit("spatial", "isAnyOf", "320100", "320500"), limit("dateTime", "gteq", 1_795_392_000)]),
      ],
      prohibitions: [],
    },
    zh: "签有使用协议的部门可**读取**，限 **320100** 或 **320500** 范围内，自 **2026-11-23 08:00** 起。其他使用一律不允许。",
    en: "A department with an agreement may **read it**, within area **320100** or **320500**, not before **08:00 on 23 Nov 2026**. Any other use is not permitted.",
  },
  {
    policy: {
      permissions: [
        {
          ...rule(["query"], [limit("count", "lteq", 10)]),
          groups: [
            {
              operator: "or",
              constraints: [limit("purpose", "eq", "statistics"), limit("spatial", "isAnyOf", "320100", "320500")],
            },
            { operator: "and", constraints: [limit("dateTime", "lt", 1_798_732_800)] },
          ],
        },
      ],
      prohibitions: [
        {
          ...rule(["distribute"], [limit("count", "gt", 5)]),
          groups: [
            {
              operator: "xone",
              constraints: [limit("recipient", "eq", townCode(2)), limit("dateTime", "gteq", 1_795_392_000)],
            },
          ],
        },
      ],
    },
    zh: "签有使用协议的部门可**查询**，最多 **10 次**，并须符合以下至少一项（用途为**统计分析**；地域为 **320100** 或 **320500**），至 **2026-12-31 24:00** 止。属于第 **5** 次之后的使用，且只符合以下一项（使用部门为**市财政局**；使用时间不早于 **2026-11-23 08:00**）时，任何部门都不得**转交他人**。其他使用一律不允许。",
    en: "A department with an agreement may **query it**, up to **10 times**, if at least one of these holds (the purpose is **statistics**; the area is **320100** or **320500**), until **the end of 31 Dec 2026**. **Nobody** may **pass it on** if it comes after use number **5**, and exactly one of these holds (the user is **Finance Bureau**; it is not before **08:00 on 23 Nov 2026**). Any other use is not permitted.",
  },
  { policy: { permissions: [], prohibitions: [] }, zh: "**不允许任何使用**。", en: "**No use** is permitted." },
];

describe("terms of use in words", () => {
  test.each(GOLDEN)("$en", ({ policy, user, zh, en }) => {
    const say = (language: "zh" | "en"): string => {
      const names = townNames(language);
      return marked(
        usePolicySentence(language, policy, user === undefined ? names : { ...names, user: names.department(2) }),
      );
    };
    expect(say("zh")).toBe(zh);
    expect(say("en")).toBe(en);
  });

  test("who signs sees every department by name", () => {
    const policy: UsePolicy = {
      permissions: [rule(["query"], [limit("recipient", "isAnyOf", ...EVERYONE)])],
      prohibitions: [],
    };
    const names = townNames("en");
    expect(plainText(usePolicySentence("en", policy, { ...names, namesMax: 64 }))).toContain(
      "Finance Bureau, Audit Bureau, Housing Bureau and Civil Affairs Bureau may query it",
    );
    expect(names.departmentByCode("unknown code")).toBe("unknown code");
  });

  test("every action, duty and limit is said, also those that the ledger cannot enforce", () => {
    const operators = choicesOf("operator") as readonly Constraint["operator"][];
    const lefts = choicesOf("left") as readonly Constraint["left"][];
    for (const left of lefts) {
      for (const operator of operators) {
        for (const values of [["Beta"], [7], ["Beta", 1_795_392_000]]) {
          const permissions = [
            rule(
              USE_ACTIONS,
              [limit(left, operator, ...values)],
              DUTIES.map((duty) => ({ duty, withinDays: 2 })),
            ),
          ];
          checkReads({ permissions, prohibitions: [rule(["read"], [limit(left, operator, ...values)])] });
          for (const group of ["and", "or", "xone"] as const) {
            const constraints = [limit(left, operator, ...values), limit("purpose", "eq", "research")];
            const grouped = { ...rule(["read"]), groups: [{ operator: group, constraints }] };
            checkReads({ permissions: [grouped], prohibitions: [grouped] });
          }
        }
      }
    }
  });

  test("how limits are joined changes the sentence, and what a limit permits is not what it forbids", () => {
    const constraints = [limit("purpose", "eq", "research"), limit("count", "lteq", 5)];
    const grouped = (["and", "or", "xone"] as const).map((operator) => ({
      ...rule(["read"]),
      groups: [{ operator, constraints }],
    }));
    for (const language of ["zh", "en"] as const) {
      const say = (policy: UsePolicy): string => plainText(usePolicySentence(language, policy, townNames(language)));
      const permitted = grouped.map((one) => say({ permissions: [one], prohibitions: [] }));
      const forbidden = grouped.map((one) => say({ permissions: [rule(["query"])], prohibitions: [one] }));
      expect(new Set([...permitted, ...forbidden]).size).toBe(6);
    }
    const firstFive: UsePolicy = {
      permissions: [rule(["query"])],
      prohibitions: [rule(["query"], [limit("count", "lteq", 5)])],
    };
    expect(plainText(usePolicySentence("en", firstFive, townNames("en")))).toContain(
      "Nobody may query it if it is one of the first 5 uses.",
    );
  });

  test("terms of the first version, which had no groups, are said too", () => {
    const { groups: _groups, ...first } = rule(["read"]);
    expect(plainText(usePolicySentence("en", { permissions: [first], prohibitions: [] }, townNames("en")))).toBe(
      "A department with an agreement may read it. Any other use is not permitted.",
    );
  });

  test("a limit that changes changes the sentence", () => {
    const said = [1, 2, 3, 4, 5, 6].map((seed) =>
      plainText(usePolicySentence("en", sampleOf(usePolicySchema, seed) as UsePolicy, townNames("en"))),
    );
    expect(new Set(said).size).toBe(said.length);
  });

  test("every flaw that the module finds has its words", () => {
    const flawed: readonly UsePolicy[] = [
      { permissions: [], prohibitions: [] },
      { permissions: [rule([])], prohibitions: [] },
      { permissions: [rule(["read"], [limit("count", "eq", 1, 2)])], prohibitions: [] },
      { permissions: [rule(["read"], [limit("count", "eq", "one")])], prohibitions: [] },
      { permissions: [rule(["read"], [limit("purpose", "lt", "research")])], prohibitions: [] },
      { permissions: [{ ...rule(["read"]), groups: [{ operator: "or", constraints: [] }] }], prohibitions: [] },
      { permissions: [rule(["read"], [limit("purpose", "eq", "curiosity")])], prohibitions: [] },
    ];
    const flaws = flawed.map((policy) => flawOfUsePolicy(policy) ?? "");
    expect(new Set(flaws).size).toBe(flawed.length);
    for (const flaw of flaws) {
      for (const language of ["zh", "en"] as const)
        expect(findText(language, `flaw.${flaw}`), flaw).toBeTypeOf("string");
    }
  });
});

function choicesOf(field: string): readonly string[] {
  const shape = (constraintSchema as RecordShape).fields.find(([name]) => name === field)?.[1];
  return shape?.kind === "choice" ? shape.values : [];
}

function checkReads(policy: UsePolicy): void {
  const [zh, en] = (["zh", "en"] as const).map((language) =>
    plainText(usePolicySentence(language, policy, townNames(language))),
  );
  const flaws = [...flawsOfChinese(zh ?? ""), ...flawsOfEnglish(en ?? "")];
  if (flaws.length > 0 || UNFILLED.test(`${zh} ${en}`)) expect.fail(`${zh} ${en}: ${flaws.join(", ")}`);
  expect(zh).not.toBe("");
}
