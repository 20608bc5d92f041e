import { describe, expect, test } from "vitest";
import type { Constraint, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { explainUse } from "#ledger-core/modules/catalog/explain-use.ts";
import type { UseRequest } from "#ledger-core/modules/catalog/use-policy.ts";
import { denialReasons } from "./denied-use.ts";
import { flawsOfChinese, flawsOfEnglish, marked, townCode, townNames, UNFILLED } from "./text.testing.ts";
import { usePolicyRows } from "./use-policy-rows.ts";

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

function rule(actions: UseRule["actions"], constraints: readonly Constraint[] = []): UseRule {
  return { actions, constraints, groups: [], duties: [] };
}

const END_OF_2026 = 1_798_732_800;

const POLICY: UsePolicy = {
  permissions: [
    {
      ...rule(
        ["query", "read"],
        [
          limit("purpose", "isAnyOf", "statistics", "planning"),
          limit("count", "lteq", 5),
          limit("dateTime", "gteq", 1_795_392_000),
          limit("dateTime", "lt", END_OF_2026),
          limit("spatial", "eq", "320100"),
        ],
      ),
      duties: [
        { duty: "delete", withinDays: 30 },
        { duty: "attribute", withinDays: 0 },
      ],
    },
    {
      ...rule(["aggregate"], [limit("recipient", "eq", townCode(2))]),
      groups: [{ operator: "or", constraints: [limit("purpose", "eq", "research"), limit("count", "eq", 1)] }],
    },
  ],
  prohibitions: [rule(["distribute"]), rule(["read"], [limit("count", "lteq", 2), limit("purpose", "eq", "planning")])],
};

function rowsIn(language: "zh" | "en"): readonly Readonly<Record<string, unknown>>[] {
  return usePolicyRows(language, POLICY, townNames(language)).map(({ duties, kind, place, ...words }) => ({
    kind,
    place,
    ...Object.fromEntries(Object.entries(words).map(([name, parts]) => [name, marked(parts)])),
    duties: duties.map(marked),
  }));
}

describe("a policy as rows", () => {
  test("in English", () => {
    expect(rowsIn("en")).toEqual([
      {
        kind: "permitted",
        place: 0,
        who: "a department with an agreement",
        actions: "**query it** or **read it**",
        purpose: "for **statistics** or **planning**",
        count: "up to **5 times**",
        time: "not before **08:00 on 23 Nov 2026**, until **the end of 31 Dec 2026**",
        area: "within area **320100**",
        conditions: "",
        duties: ["answers must be **deleted within 30 days after the agreement ends**", "the **source must be named**"],
      },
      {
        kind: "permitted",
        place: 1,
        who: "**Finance Bureau**",
        actions: "**aggregate it**",
        purpose: "for any purpose",
        count: "any number of times",
        time: "at any time",
        area: "anywhere",
        conditions: "if at least one of these holds (the purpose is **research**; it is use number **1**)",
        duties: [],
      },
      {
        kind: "forbidden",
        place: 0,
        who: "any department",
        actions: "**pass it on**",
        purpose: "for any purpose",
        count: "any number of times",
        time: "at any time",
        area: "anywhere",
        conditions: "",
        duties: [],
      },
      {
        kind: "forbidden",
        place: 1,
        who: "any department",
        actions: "**read it**",
        purpose: "the purpose is **planning**",
        count: "it is one of the first **2** uses",
        time: "at any time",
        area: "anywhere",
        conditions: "",
        duties: [],
      },
    ]);
  });

  test("in Chinese", () => {
    expect(
      rowsIn("zh").map(({ who, actions, purpose, count, time, area }) => [who, actions, purpose, count, time, area]),
    ).toEqual([
      [
        "签有使用协议的部门",
        "**查询**和**读取**",
        "用途限于**统计分析**或**规划编制**",
        "最多 **5 次**",
        "自 **2026-11-23 08:00** 起，至 **2026-12-31 24:00** 止",
        "限 **320100** 范围内",
      ],
      ["**市财政局**", "**汇总**", "不限用途", "不限次数", "不限时间", "不限地域"],
      ["任何部门", "**转交他人**", "不限用途", "不限次数", "不限时间", "不限地域"],
      ["任何部门", "**读取**", "用途为**规划编制**", "属于前 **2** 次使用", "不限时间", "不限地域"],
    ]);
  });
});

const ASKED: UseRequest = {
  action: "query",
  purpose: "statistics",
  time: END_OF_2026 - 1,
  recipient: townCode(3),
  count: 1,
  spatial: "320100",
};

function reasons(language: "zh" | "en", asked: Partial<UseRequest>): readonly string[] {
  const explained = explainUse(POLICY, { ...ASKED, ...asked });
  return denialReasons(language, explained, townNames(language)).map(({ words }) => marked(words));
}

describe("why a use is denied", () => {
  test("a use that is permitted has no reason", () => {
    expect(reasons("en", {})).toEqual([]);
  });

  test.each<readonly [string, Partial<UseRequest>, readonly string[], readonly string[]]>([
    [
      "purpose",
      { purpose: "enforcement" },
      ["It is permitted for **statistics** or **planning**; here the purpose is **enforcement**."],
      ["所定限制为“用途限于**统计分析**或**规划编制**”，而本次用途为**行政执法**。"],
    ],
    [
      "count",
      { count: 6 },
      ["It is permitted up to **5 times**; here it is use number **6**."],
      ["所定限制为“最多 **5 次**”，而本次属于第 **6** 次使用。"],
    ],
    [
      "time",
      { time: END_OF_2026 },
      ["It is permitted until **the end of 31 Dec 2026**; here the time is **00:00 on 1 Jan 2027**."],
      ["所定限制为“至 **2026-12-31 24:00** 止”，而本次使用时间为 **2027-01-01 00:00**。"],
    ],
    [
      "no area",
      { spatial: "" },
      ["It is permitted within area **320100**; here no area is stated."],
      ["所定限制为“限 **320100** 范围内”，而本次没有写明地域。"],
    ],
    [
      "recipient",
      { action: "aggregate" },
      ["It is permitted only for **Finance Bureau**; here the user is **Audit Bureau**."],
      ["所定限制为“限**市财政局**”，而本次使用部门为**市审计局**。"],
    ],
    [
      "a group",
      { action: "aggregate", recipient: townCode(2), count: 3 },
      [
        "It is permitted if at least one of these holds (the purpose is **research**; it is use number **1**); here the purpose is **statistics**, it is use number **3**.",
      ],
      [
        "所定限制为“并须符合以下至少一项（用途为**科学研究**；属于第 **1** 次使用）”，而本次用途为**统计分析**，属于第 **3** 次使用。",
      ],
    ],
    [
      "nothing permits",
      { action: "derive" },
      ["Nothing in the terms lets anybody **derive new data from it**."],
      ["条款中没有任何一条允许**加工派生**。"],
    ],
    [
      "a prohibition",
      { action: "read", purpose: "planning" },
      [
        "The terms forbid it: **nobody** may **read it** if it is one of the first **2** uses, and the purpose is **planning**.",
      ],
      ["条款明确禁止：属于前 **2** 次使用，且用途为**规划编制**时，任何部门都不得**读取**。"],
    ],
    [
      "two limits",
      { count: 9, spatial: "320500" },
      [
        "It is permitted up to **5 times**; here it is use number **9**.",
        "It is permitted within area **320100**; here the area is **320500**.",
      ],
      [
        "所定限制为“最多 **5 次**”，而本次属于第 **9** 次使用。",
        "所定限制为“限 **320100** 范围内”，而本次地域为 **320500**。",
      ],
    ],
  ])("%s", (_, asked, en, zh) => {
    expect(reasons("en", asked)).toEqual(en);
    expect(reasons("zh", asked)).toEqual(zh);
    for (const text of en) expect(flawsOfEnglish(text.replaceAll("**", ""))).toEqual([]);
    for (const text of zh) expect(flawsOfChinese(text.replaceAll("**", ""))).toEqual([]);
    expect([...en, ...zh].join("").replaceAll("**", "")).not.toMatch(UNFILLED);
  });

  test("a reason says which rule it is of", () => {
    const [reason] = denialReasons(
      "en",
      explainUse(POLICY, { ...ASKED, action: "read", purpose: "planning" }),
      townNames("en"),
    );
    expect([reason?.kind, reason?.place]).toEqual(["prohibition", 1]);
  });
});
