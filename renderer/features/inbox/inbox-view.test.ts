import { expect, test } from "vitest";
import type { InboxItem } from "#ledger-core/contract/api/inbox.ts";
import { arrangeItems, isUrgent, itemAfter, kindsOf, parseInboxView, restOf, titleOf } from "./inbox-view.ts";

function item(proposal: number, changed: Partial<InboxItem> = {}): InboxItem {
  const words = { zh: "数据局", en: "Data Bureau" };
  const department = { key: 1, name: words, short: words, functions: [], state: "active" as const };
  return {
    proposal,
    kind: "catalog.agree",
    label: { zh: "同意使用协议", en: "Agree to a use" },
    sentence: {
      zh: [
        { text: "同意", strong: false },
        { text: "市统计局", strong: true },
      ],
      en: [
        { text: "Let ", strong: false },
        { text: "Statistics Bureau", strong: true },
      ],
    },
    about: { zh: "", en: "" },
    proposer: {
      key: 9,
      handle: "zhang-wei",
      department,
      title: words,
      maskedName: "张*",
      roles: ["officer"],
      state: "active",
    },
    department,
    opened: 1_000 + proposal,
    deadline: 9_000 - proposal,
    state: "open",
    round: 1,
    progress: { filled: 0, needed: 2 },
    ...changed,
  };
}

test("an address that is not understood shows what waits for me, nearest deadline first", () => {
  expect(parseInboxView({ box: "x", sort: 1, kind: 2 })).toEqual({ box: "mine", sort: "deadline", kind: "" });
  expect(parseInboxView({ box: "done", sort: "newest", kind: "member.admit" })).toEqual({
    box: "done",
    sort: "newest",
    kind: "member.admit",
  });
});

test("items are ordered as asked, of one kind, and what is over stays as the node gives it", () => {
  const items = [item(1), item(2, { kind: "member.admit" }), item(3)];
  const order = (view: Parameters<typeof arrangeItems>[1]) => arrangeItems(items, view).map(({ proposal }) => proposal);
  expect(order({ box: "mine", sort: "deadline", kind: "" })).toEqual([3, 2, 1]);
  expect(order({ box: "mine", sort: "newest", kind: "catalog.agree" })).toEqual([3, 1]);
  expect(order({ box: "done", sort: "deadline", kind: "" })).toEqual([1, 2, 3]);
});

test("after one item comes the next, at the end the one before, alone none", () => {
  const items = [item(1), item(2), item(3)];
  expect([1, 3].map((proposal) => itemAfter(items, proposal))).toEqual([2, 2]);
  expect(itemAfter([item(7)], 7)).toBeUndefined();
});

test("an item is called after its record, else after its sentence", () => {
  expect(titleOf(item(1), "en")).toBe("Let Statistics Bureau");
  expect(titleOf(item(1, { about: { zh: "低保家庭", en: "Low income" } }), "zh")).toBe("低保家庭");
});

test("two acts on one record are told apart by what is said after its name", () => {
  const about = { zh: "低保家庭 Low income", en: "低保家庭 Low income" };
  const sentence = {
    zh: [
      { text: "同意市统计局使用“", strong: false },
      { text: about.zh, strong: true },
      { text: "”，用途为", strong: false },
      { text: "统计分析", strong: true },
    ],
    en: [
      { text: "Let Statistics Bureau use “", strong: false },
      { text: about.en, strong: true },
      { text: "” for ", strong: false },
      { text: "statistics", strong: true },
    ],
  };
  expect(restOf(item(1, { about, sentence }), "zh")).toBe("用途为统计分析");
  expect(restOf(item(1, { about, sentence }), "en")).toBe("for statistics");
  const counter = [{ text: `对市财政局使用“${about.zh}”的申请提出其他条件：每年 5 次；原申请不再有效`, strong: false }];
  const answered = item(1, { about, sentence: { ...sentence, zh: counter } });
  expect(restOf(answered, "zh")).toBe("每年 5 次；原申请不再有效");
  const said = (zh: string, en = ""): InboxItem => {
    const parts = (text: string) => [{ text, strong: false }];
    return item(1, { about, sentence: { zh: parts(zh), en: parts(en) } });
  };
  const name = about.zh;
  expect(restOf(said(`终止甲局使用“${name}”的协议（最多 5 次）：此后不得再使用。`), "zh")).toBe(
    "协议（最多 5 次）：此后不得再使用。",
  );
  expect(restOf(said(`撤回“${name}”的使用条件；此后不能再按它申请。`), "zh")).toBe("使用条件；此后不能再按它申请。");
  expect(restOf(said(`把${name}的职能设定为银行，替换原有职能。`), "zh")).toBe("职能设定为银行，替换原有职能。");
  expect(restOf(said(`发布“${name}”；此后其他部门可以申请使用。`), "zh")).toBe("此后其他部门可以申请使用。");
  expect(restOf(said(`为甲局${name}马**登记新密钥，原有密钥全部停用。`), "zh")).toBe(
    "马**，登记新密钥，原有密钥全部停用。",
  );
  expect(restOf(said("", `End ${about.en}, Ma **'s role of officer: no more.`), "en")).toContain("role of officer");
  expect(restOf(said("", `Enrol a key for ${about.en}, 马**; the others end.`), "en")).toBe("马**, the others end.");
  expect(restOf(said("", `End ${about.en}'s role of officer: no more.`), "en")).toBe("role of officer: no more.");
  expect(restOf(item(1, { about }), "en")).toBe("");
  expect(restOf(item(1), "en")).toBe("");
});

test("kinds are listed once, and a day before the deadline it is urgent", () => {
  expect(kindsOf([item(1), item(2)], "en")).toEqual([{ kind: "catalog.agree", label: "Agree to a use" }]);
  expect([86_399, 86_400].map((left) => isUrgent(1_000_000 + left, 1_000_000))).toEqual([true, false]);
});
