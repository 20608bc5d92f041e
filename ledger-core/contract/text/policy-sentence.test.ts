import { describe, expect, test } from "vitest";
import { FUNCTIONS, PARTIES, ROLES, FACTS } from "#ledger-core/contract/schema/policy.ts";
import type {
  Alternative,
  Bar,
  Condition,
  Fact,
  PolicyCase,
  Role,
  Seat,
  Selector,
} from "#ledger-core/contract/schema/policy.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import {
  all,
  anySeat,
  functionSeat,
  inTurn,
  need,
  otherSeat,
  ownSeat,
  partySeat,
  persons,
  when,
  withFoundingCase,
} from "#ledger-core/kernel/policy-terms.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { policyNeedSentence, policySentence, spanText } from "./policy-sentence.ts";
import { plainText } from "./template.ts";
import { flawsOfChinese, flawsOfEnglish, marked, UNFILLED } from "./text.testing.ts";

const finance = functionSeat("finance", ["leader"]);
const audit = functionSeat("audit", ["leader"]);
const bureau = functionSeat("bureau", ["leader"]);
const owner = partySeat("owner", ["steward", "leader"]);
const MILLION = 100_000_000;

type Golden = {
  readonly kind: string;
  readonly cases: readonly PolicyCase[];
  readonly zh: string;
  readonly en: string;
};

const GOLDEN: readonly Golden[] = [
  {
    kind: "catalog.publish",
    cases: [need([all(owner)])],
    zh: "须由**提供部门的一名数据管理员或负责人**签署。",
    en: "**A data steward or leader of the owning department** must sign.",
  },
  {
    kind: "funds.approve",
    cases: [
      need([all(functionSeat("finance", ["leader"], persons(2)))], {
        when: [when("amount", "gteq", MILLION), when("amount", "lteq", 5 * MILLION)],
        excludeParties: ["project"],
      }),
    ],
    zh: "金额在 **100 万元**至 **500 万元**之间时，须由**财政部门的两名负责人**在 **7 天**内签署，签署人不得来自**项目单位**。其他情形，**任何人都不得**办理。",
    en: "Where the amount is **¥ 1 million** to **¥ 5 million**, **two leaders of the finance department** must sign within **7 days**; nobody from **the project unit** may sign. In any other case, **nobody** may do this.",
  },
  {
    kind: "funds.approve",
    cases: [
      need([all(finance, audit), all(finance, bureau), all(audit, bureau)], {
        when: [when("amount", "lt", MILLION)],
        excludeProposer: true,
        deadlineDays: 1,
      }),
      need([all(finance, audit)]),
    ],
    zh: "金额低于 **100 万元**时，须由**财政部门、审计部门和数据局三方中任意两方的各一名负责人**在 **1 天**内签署，**发起人本人**的签名不计。其他情形，须由**财政部门和审计部门各一名负责人**在 **7 天**内签署。",
    en: "Where the amount is below **¥ 1 million**, **a leader each of any two of the finance department, the audit office and the data bureau** must sign within **1 day**; **the proposer's own** signature does not count. Otherwise, **a leader each of the finance department and the audit office** must sign within **7 days**.",
  },
  {
    kind: "member.admit",
    cases: withFoundingCase([
      need([all(anySeat(["leader"], { kind: "share", numerator: 2, denominator: 3 }))], { deadlineDays: 30 }),
    ]),
    zh: "**组网期内**，由**任一部门的一名负责人**签署即可。组网期结束后，须由**不少于三分之二的部门（各由一名负责人代表）**在 **30 天**内签署。",
    en: "**While the network is being founded**, the signature of **a leader of any department** is enough. After that, **at least two thirds of all departments (each through a leader)** must sign within **30 days**.",
  },
  {
    kind: "catalog.revise",
    cases: [
      need([all(owner, bureau)], { when: [when("narrowing", "eq", 1), when("agreements", "gt", 0)] }),
      need([all(owner)]),
    ],
    zh: "**共享范围收窄**且**已有部门签有使用协议**时，须由**提供部门的一名数据管理员或负责人**和**数据局的一名负责人**在 **7 天**内签署。其他情形，须由**提供部门的一名数据管理员或负责人**签署。",
    en: "Where **sharing is narrowed** and **departments hold agreements on it**, **a data steward or leader of the owning department** and **a leader of the data bureau** must sign within **7 days**. Otherwise, **a data steward or leader of the owning department** must sign.",
  },
  {
    kind: "funds.pay",
    cases: [
      need([inTurn(partySeat("project", ["officer"]), finance, functionSeat("bank", ["officer", "finance"]))], {
        deadlineDays: 2,
      }),
    ],
    zh: "须由**项目单位的一名经办人**、**财政部门的一名负责人**和**银行的一名经办人或财务人员**在 **2 天**内依次签署。",
    en: "First **an officer of the project unit**, then **a leader of the finance department**, then **an officer or treasurer of a bank** must sign within **2 days**.",
  },
  {
    kind: "attendance.settle",
    cases: [
      need([
        inTurn(finance, audit),
        all(partySeat("provider", ["officer"]), partySeat("project", ["officer", "leader"])),
      ]),
    ],
    zh: "须由**财政部门的一名负责人**和**审计部门的一名负责人**（依次），或**提供方的一名经办人**和**项目单位的一名经办人或负责人**在 **7 天**内签署。",
    en: "First **a leader of the finance department**, then **a leader of the audit office**, or **an officer of the provider** and **an officer or leader of the project unit** must sign within **7 days**.",
  },
  {
    kind: "catalog.contest",
    cases: [need([all(otherSeat("owner", ["steward", "leader"]), bureau)])],
    zh: "须由**除提供部门以外的任一部门的一名数据管理员或负责人**和**数据局的一名负责人**在 **7 天**内签署。",
    en: "**A data steward or leader of any department other than the owning department** and **a leader of the data bureau** must sign within **7 days**.",
  },
  {
    kind: "village.list",
    cases: [
      need([all(functionSeat("village", ["leader"], { kind: "over", numerator: 1, denominator: 2 }))], {
        when: [when("sharing", "gteq", 1)],
      }),
      need([all(functionSeat("bank", ["officer"], { kind: "departments", count: 3 }))], {
        when: [when("order", "eq", 0)],
      }),
    ],
    zh: "共享属性为**有条件共享或不予共享**时，须由**超过半数的村（居）委会（各由一名负责人代表）**在 **7 天**内签署。**没有命令文号**时，须由**任意三家银行（各由一名经办人代表）**在 **7 天**内签署。其他情形，**任何人都不得**办理。",
    en: "Where the sharing attribute is **conditional or not shared**, **more than half of all village committees (each through a leader)** must sign within **7 days**. Where **no order number is given**, **any three banks (each through an officer)** must sign within **7 days**. In any other case, **nobody** may do this.",
  },
  {
    kind: "attendance.ingest",
    cases: [need([all(partySeat("project", ["device"])), all(anySeat(["node"]))])],
    zh: "须由**项目单位的一台设备**或**任一部门的一个节点**签署。",
    en: "**A device of the project unit** or **a node of any department** must sign.",
  },
  {
    kind: "key.rotate",
    cases: [need([all(ownSeat(ROLES))])],
    zh: "须由**发起部门的任何一人**签署。",
    en: "**Anyone in the proposer's department** must sign.",
  },
  {
    // A founding case that asks for what is asked for anyway is not worth a sentence.
    kind: "person.leave",
    cases: withFoundingCase([need([all(partySeat("subject", ["admin"]))])]),
    zh: "须由**其所在部门的一名人员管理员**签署。",
    en: "**An administrator of the person's department** must sign.",
  },
  { kind: "funds.never", cases: [], zh: "**任何人都不得**办理。", en: "**Nobody** may do this." },
  {
    // What can never hold is left out, and nothing comes after what always holds.
    kind: "funds.odd",
    cases: [
      need([all(finance)], { when: [when("order", "gt", 1)] }),
      need([all(audit)], { when: [when("order", "gteq", 0)] }),
      need([all(bureau)]),
    ],
    zh: "须由**审计部门的一名负责人**签署。",
    en: "**A leader of the audit office** must sign.",
  },
];

describe("a policy in words", () => {
  test.each(GOLDEN)("$kind: $en", ({ kind, cases, zh, en }) => {
    expect(marked(policySentence("zh", { kind, cases }))).toBe(zh);
    expect(marked(policySentence("en", { kind, cases }))).toBe(en);
  });

  test("every policy of the ledger reads as a sentence in both languages", () => {
    for (const { actions } of [governanceModule, consortiumModule, catalogModule]) {
      for (const { kind, policy } of actions) checkReads(kind, policy);
    }
  });

  test("every selector, role, bar, order, fact, exclusion and deadline is said", () => {
    const selectors: readonly Selector[] = [
      ...FUNCTIONS.map((name): Selector => ({ kind: "function", name })),
      ...PARTIES.map((name): Selector => ({ kind: "party", name })),
      ...PARTIES.map((than): Selector => ({ kind: "other", than })),
      { kind: "own" },
      { kind: "any" },
    ];
    const bars: readonly Bar[] = [
      persons(1),
      persons(2),
      persons(33),
      { kind: "departments", count: 1 },
      { kind: "departments", count: 12 },
      { kind: "share", numerator: 1, denominator: 1 },
      { kind: "share", numerator: 13, denominator: 25 },
      { kind: "share", numerator: 50, denominator: 100 },
      { kind: "over", numerator: 0, denominator: 1 },
      { kind: "over", numerator: 3, denominator: 5 },
    ];
    for (const of of selectors) {
      for (const bar of bars) {
        for (const roles of [ROLES, ["leader"], ["officer", "auditor"], ["device"], ["node"]] as const) {
          checkReads("domain.act", [
            need([{ order: "any", distinct: "persons", seats: [{ of, roles: [...roles], bar }] }]),
          ]);
        }
      }
    }
    for (const fact of FACTS) {
      for (const operator of ["eq", "neq", "lt", "lteq", "gt", "gteq"] as const) {
        for (const value of [-1, 0, 1, 2, 250])
          checkReads("domain.act", [need([all(finance)], { when: [when(fact, operator, value)] })]);
      }
    }
  });

  test("nothing that decides is left unsaid: a change of it changes the sentence", () => {
    const seat: Seat = finance;
    const base = need([all(seat, audit)], { when: [when("amount", "gt", MILLION)], excludeParties: ["project"] });
    const changes: readonly Partial<PolicyCase>[] = [
      { when: [] },
      { when: [when("amount", "gteq", MILLION)] },
      { when: [when("amount", "gt", MILLION + 1)] },
      { when: [when("level", "gt", MILLION)] },
      { alternatives: [all(seat)] },
      { alternatives: [inTurn(seat, audit)] },
      { alternatives: [inTurn(audit, seat)] },
      { alternatives: [all(seat), all(audit)] },
      { alternatives: [all({ ...seat, roles: ["auditor"] satisfies readonly Role[] }, audit)] },
      { alternatives: [all({ ...seat, bar: persons(2) }, audit)] },
      { excludeProposer: "yes" },
      { excludeParties: [] },
      { excludeParties: ["project", "owner"] },
      { deadlineSeconds: 3_600 },
    ];
    for (const language of ["zh", "en"] as const) {
      const said = [base, ...changes.map((change) => ({ ...base, ...change }))].map((one) =>
        plainText(policySentence(language, { kind: "funds.pay", cases: [one] })),
      );
      expect(new Set(said).size, said.join("\n")).toBe(said.length);
    }
  });

  test("one case alone is said without its conditions", () => {
    const [one] = GOLDEN[1]?.cases ?? [];
    expect(one).toBeDefined();
    if (one === undefined) return;
    expect(marked(policyNeedSentence("en", "funds.approve", one))).toBe(
      "**Two leaders of the finance department** must sign within **7 days**; nobody from **the project unit** may sign.",
    );
  });

  test.each([
    [60, "1 分钟", "1 minute"],
    [5_400, "90 分钟", "90 minutes"],
    [7_200, "2 小时", "2 hours"],
    [86_400, "1 天", "1 day"],
    [90 * 86_400, "90 天", "90 days"],
    [61, "61 秒", "61 seconds"],
  ])("%i seconds are %s, %s", (seconds, zh, en) => {
    expect(spanText("zh", seconds)).toBe(zh);
    expect(spanText("en", seconds)).toBe(en);
  });
});

function checkReads(kind: string, cases: readonly PolicyCase[]): void {
  const [zh, en] = (["zh", "en"] as const).map((language) => plainText(policySentence(language, { kind, cases })));
  const flaws = [...flawsOfChinese(zh ?? ""), ...flawsOfEnglish(en ?? "")];
  if (flaws.length > 0 || UNFILLED.test(`${zh} ${en}`)) expect.fail(`${kind}: ${zh} ${en}: ${flaws.join(", ")}`);
  expect(zh).toMatch(/。$/u);
  expect(en).toMatch(/^[A-Z0-9].*\.$/u);
}

/** Conditions by hand, held against the words that say yes and no. */
test.each<[Fact, Condition["operator"], number, string]>([
  ["agreements", "gt", 0, "departments hold agreements on it"],
  ["agreements", "gteq", 1, "departments hold agreements on it"],
  ["agreements", "eq", 0, "no department holds an agreement on it"],
  ["agreements", "lteq", 1, "the number of agreements is at most 1"],
  ["unconditional", "neq", 1, "the data is not shared unconditionally"],
  ["offered", "eq", 1, "the owner has offered the terms"],
  ["offered", "lt", 1, "the owner has not offered the terms"],
  ["founding", "eq", 0, "once the founding period is over"],
])("%s %s %i reads %s", (fact, operator, value, words) => {
  const alternatives: readonly Alternative[] = [all(finance)];
  const said = plainText(
    policySentence("en", { kind: "catalog.act", cases: [need(alternatives, { when: [when(fact, operator, value)] })] }),
  );
  expect(said.slice(0, 1).toLowerCase() + said.slice(1)).toContain(words);
});
