import { describe, expect, test } from "vitest";
import { rightsSentence } from "./rights-sentence.ts";
import type { DatasetRights } from "./rights-sentence.ts";
import { plainText } from "./template.ts";
import { flawsOfChinese, flawsOfEnglish, marked, UNFILLED } from "./text.testing.ts";

const RIGHTS: DatasetRights = {
  sharing: "conditional",
  state: "published",
  isSuspended: false,
  isOffered: true,
  users: ["Finance Bureau", "Housing Bureau"],
  actions: ["query", "distribute"],
  deleteWithinDays: 30,
};

describe("who may use a dataset, in words", () => {
  test("names the departments, what they may do and what they owe, and says what everybody else may", () => {
    expect(marked(rightsSentence("en", RIGHTS))).toBe(
      "**Finance Bureau** and **Housing Bureau** may **query it** and **pass it on**, each for the purpose and as often as it agreed. Answers must be **deleted within 30 days after the agreement ends**. Every use is recorded. **Everyone else** can read this page but not the data, and needs the owner's consent to use it.",
    );
    expect(marked(rightsSentence("zh", { ...RIGHTS, users: ["财政局", "住建局"], actions: ["query"] }))).toBe(
      "**财政局**和**住建局**可按约定的用途和次数**查询**。结果须**在协议终止后 30 天内删除**。每次使用都有记录。**其他部门**能看到本页，看不到数据；使用须经提供部门同意。",
    );
  });

  test("says what is recorded of data that everybody may look at, and names nobody as the others of nobody", () => {
    expect(plainText(rightsSentence("en", { ...RIGHTS, sharing: "unconditional", users: [] }))).toBe(
      "No department holds an agreement now. Answers must be deleted within 30 days after the agreement ends. Each use under an agreement is recorded; a look at the data on this page is not. Every department may use it on request.",
    );
  });

  test("promises nothing on request while the owner offers no terms", () => {
    const unoffered = { ...RIGHTS, sharing: "unconditional", isOffered: false } as const;
    expect(plainText(rightsSentence("en", { ...unoffered, users: ["Finance Bureau"] }))).toBe(
      "Finance Bureau may query it and pass it on, for the purpose and as often as it agreed. Answers must be deleted within 30 days after the agreement ends. Each use under an agreement is recorded; a look at the data on this page is not. No other department can ask to use it until its owner offers terms of use.",
    );
    expect(plainText(rightsSentence("zh", { ...unoffered, users: [] }))).toContain(
      "提供部门公布使用条件之前，各部门都不能申请使用。",
    );
  });

  test("reads in every state", () => {
    const changes: readonly Partial<DatasetRights>[] = [
      { state: "draft" },
      { state: "retired" },
      { isSuspended: true },
      { sharing: "not-shared" },
      { sharing: "unconditional" },
      { users: [] },
      { users: ["A"] },
      { isOffered: false },
      { isOffered: false, users: [] },
      { users: ["A", "B", "C", "D", "E"] },
      { deleteWithinDays: undefined },
      { deleteWithinDays: 1 },
    ];
    const said = changes.map((change) => {
      const [zh, en] = (["zh", "en"] as const).map((language) =>
        plainText(rightsSentence(language, { ...RIGHTS, ...change })),
      );
      expect([...flawsOfChinese(zh ?? ""), ...flawsOfEnglish(en ?? "")], `${zh} ${en}`).toEqual([]);
      expect(`${zh} ${en}`).not.toMatch(UNFILLED);
      return en;
    });
    expect(new Set(said).size).toBe(changes.length);
  });
});
