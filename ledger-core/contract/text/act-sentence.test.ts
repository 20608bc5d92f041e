import { describe, expect, test } from "vitest";
import type { RecordShape, Shape } from "#ledger-core/contract/schema/schema.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { createRuleset, listRules } from "#ledger-core/kernel/ruleset.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { actSentence } from "./act-sentence.ts";
import type { Names } from "./act-scope.ts";
import { plainText } from "./template.ts";
import type { Language } from "./template.ts";
import { flawsOfChinese, flawsOfEnglish, marked, sampleOf, TOWN_TERMS, townNames, UNFILLED } from "./text.testing.ts";

const RULES = listRules(createRuleset([governanceModule, consortiumModule, catalogModule]));
const YEAR_END = 1_798_732_800;
const UPLOAD = { dataset: { kind: "key", key: 1 }, rowCount: 48_213, sizeBytes: 5_120_000, items: [] };
const GRANT = { person: 2, role: "leader", from: 1_795_392_000, until: YEAR_END };

/** Names of the town where proposal 12 asks to give Li the role of leader until the end of 2026. */
function names(language: Language): Names {
  return townNames(language, {
    proposal: () => ({ kind: "role.grant", version: 1, body: new Uint8Array(1), proposer: 1 }),
    decodeBody: (_kind, _version, body) => (body.length === 1 ? GRANT : { ...GRANT, role: "admin" }),
  });
}

const GOLDEN: readonly { readonly kind: string; readonly body: unknown; readonly zh: string; readonly en: string }[] = [
  {
    kind: "member.admit",
    body: { uscc: "12320100466006004H", name: "CDC", functions: ["clinic", "emergency"] },
    zh: "接纳 **CDC**（统一社会信用代码 12320100466006004H）为成员部门，职能为**社区卫生机构和应急管理部门**；此后它可登记人员、参与签署，并持有账本的完整副本。",
    en: "Admit **CDC** (Unified Social Credit Code 12320100466006004H) as a member department, to act as **community clinic and emergency office**; from then on it can enrol people, sign, and hold a full copy of the ledger.",
  },
  {
    kind: "member.suspend",
    body: { member: 4, reason: "key lost" },
    zh: "**暂停参与**：市住建局人员的签名即刻不再生效，直至恢复。理由：“key lost”。",
    en: "**Suspend** Housing Bureau: the signatures of its people stop counting at once, until it is reinstated. Reason: “key lost”.",
  },
  {
    kind: "person.enrol",
    body: {
      department: 2,
      handle: "fin-budget",
      roles: [
        { role: "officer", until: 0 },
        { role: "leader", until: YEAR_END },
      ],
    },
    zh: "为**市财政局**登记人员 **fin-budget**，角色：**经办人**（不限期）和**负责人**（至 2026-12-31 24:00 止）；此人即可用申请中的密钥签署。",
    en: "Enrol **fin-budget** in **Finance Bureau** as **officer** without an end date and **leader** until the end of 31 Dec 2026; this person can then sign with the key of the request.",
  },
  {
    kind: "role.grant",
    body: GRANT,
    zh: "授予**李*，副局长**“**负责人**”角色，自 2026-11-23 08:00 起至 **2026-12-31 24:00** 止；规则要求这一角色时，此人即可签署。",
    en: "Grant **Li *, deputy director** the role of **leader** from 08:00 on 23 Nov 2026 until **the end of 31 Dec 2026**; this person can then sign where a policy asks for that role.",
  },
  {
    kind: "role.grant",
    body: { ...GRANT, until: 0 },
    zh: "授予**李*，副局长**“**负责人**”角色，自 2026-11-23 08:00 起，**不限期**；规则要求这一角色时，此人即可签署。",
    en: "Grant **Li *, deputy director** the role of **leader** from 08:00 on 23 Nov 2026, **without an end date**; this person can then sign where a policy asks for that role.",
  },
  {
    kind: "policy.set",
    body: { kind: "catalog.publish", cases: [] },
    zh: "把“**发布数据集**”的签署规则改为：**任何人都不得**办理。新规则即刻生效，待签的提案也按它办理。",
    en: "Change the policy of “**Publish a dataset**” to: **Nobody** may do this. It holds at once, for open proposals too.",
  },
  {
    kind: "proposal.vote",
    body: { proposal: 12, round: 1, choice: "approve", reason: "" },
    zh: "**批准**王**，预算科科长发起的提案，满足规则后即执行：授予**李*，副局长**“**负责人**”角色，自 2026-11-23 08:00 起至 **2026-12-31 24:00** 止；规则要求这一角色时，此人即可签署。",
    en: "**Approve** what Wang **, budget section head proposes, to be carried out once the policy is met: Grant **Li *, deputy director** the role of **leader** from 08:00 on 23 Nov 2026 until **the end of 31 Dec 2026**; this person can then sign where a policy asks for that role.",
  },
  {
    kind: "proposal.amend",
    body: { proposal: 1_234, body: new Uint8Array(2) },
    zh: "把提案 1234 **更正为**：授予**李*，副局长**“**人员管理员**”角色，自 2026-11-23 08:00 起至 **2026-12-31 24:00** 止；规则要求这一角色时，此人即可签署。先前的签名作废，须重新签署。",
    en: "**Correct** proposal 1234 to say: Grant **Li *, deputy director** the role of **administrator** from 08:00 on 23 Nov 2026 until **the end of 31 Dec 2026**; this person can then sign where a policy asks for that role. Earlier votes lapse, and all must sign anew.",
  },
  {
    kind: "catalog.upload",
    body: UPLOAD,
    zh: "为“**低保家庭信息**”上传新版本：**48,213 行**，5,120,000 字节；它接在最新版本之后，封存后不能更改。",
    en: "Upload a new version of “**Low-income household register**”: **48,213 rows**, 5,120,000 bytes; it follows the newest version and cannot be changed once sealed.",
  },
  {
    kind: "catalog.offer",
    body: { dataset: { kind: "code", code: "3 05 12 0047" }, policy: TOWN_TERMS },
    zh: "为“**3 05 12 0047**”公布使用条件，供其他部门申请：签有使用协议的部门可**查询**，用途限于**资格核对**，最多 **5,000 次**；结果须**在协议终止后 30 天内删除**。任何部门都不得**转交他人**。其他使用一律不允许。",
    en: "Offer terms of use for “**3 05 12 0047**”, on which other departments can request it: A department with an agreement may **query it** for **eligibility checks**, up to **5,000 times**; answers must be **deleted within 30 days after the agreement ends**. **Nobody** may **pass it on**. Any other use is not permitted.",
  },
  {
    kind: "catalog.request",
    body: {
      dataset: { kind: "key", key: 1 },
      offer: 0,
      purpose: "eligibility",
      useLimit: 1,
      expires: YEAR_END + 3_600,
      justification: "P-0482",
    },
    zh: "申请使用“**低保家庭信息**”，用途为**资格核对**，最多 **1 次**，至 **2027-01-01 01:00** 止；协议生效后，每次使用都记入账本。使用条件：签有使用协议的部门可**查询**，用途限于**资格核对**，最多 **5,000 次**；结果须**在协议终止后 30 天内删除**。任何部门都不得**转交他人**。其他使用一律不允许。理由：“P-0482”。",
    en: "Request the use of “**Low-income household register**” for **eligibility checks**, up to **1 time**, until **01:00 on 1 Jan 2027**; once agreed, every use is recorded. Terms of use: A department with an agreement may **query it** for **eligibility checks**, up to **5,000 times**; answers must be **deleted within 30 days after the agreement ends**. **Nobody** may **pass it on**. Any other use is not permitted. Reason: “P-0482”.",
  },
  {
    kind: "catalog.agree",
    body: { agreement: 1 },
    zh: "同意**市财政局**使用“**低保家庭信息**”，用途为**资格核对**，最多 **5,000 次**，至 **2026-12-31 24:00** 止；每次使用都记入账本。使用条件：**市财政局**可**查询**，用途限于**资格核对**，最多 **5,000 次**；结果须**在协议终止后 30 天内删除**。任何部门都不得**转交他人**。其他使用一律不允许。",
    en: "Agree that **Finance Bureau** may use “**Low-income household register**” for **eligibility checks**, up to **5,000 times**, until **the end of 31 Dec 2026**; every use is recorded. Terms of use: **Finance Bureau** may **query it** for **eligibility checks**, up to **5,000 times**; answers must be **deleted within 30 days after the agreement ends**. **Nobody** may **pass it on**. Any other use is not permitted.",
  },
  {
    kind: "catalog.use",
    body: { agreement: 1, action: "query", purpose: "eligibility", rowCount: 1 },
    zh: "**查询**“**低保家庭信息**”，用途为**资格核对**，得到 1 行结果；获准时计作协议允许的 5,000 次使用中的一次，使用人和用途无论是否获准都记入账本。",
    en: "**Query** “**Low-income household register**” for **eligibility checks**, with 1 row in the answer; if it is permitted it counts as one of the 5,000 uses agreed, and either way who asked and why is recorded.",
  },
  {
    kind: "catalog.import",
    body: [
      { kind: "put", origin: { source: "energy.gov" } },
      { kind: "retire", origin: { source: "energy.gov" } },
    ],
    zh: "从来源“**energy.gov**”导入目录：新增或更新 **1 条**，停用 **1 条**；分批封存，每一批要么整体生效，要么都不生效。",
    en: "Import from “**energy.gov**”: **1 record** added or changed, **1** retired; each batch of it applies as a whole or not at all.",
  },
  {
    kind: "catalog.upload",
    body: {
      ...UPLOAD,
      mediaType: "text/csv",
      parents: [new Uint8Array(32), new Uint8Array(32).fill(2)],
      sealedHash: new Uint8Array(32),
    },
    zh: "为“**低保家庭信息**”上传新版本：**48,213 行**，5,120,000 字节，文件类型 text/csv，由“低保家庭信息”第 1 版和“低保家庭信息”第 3 版加工而成，**内容加密保存，按协议才能打开**；它接在最新版本之后，封存后不能更改。",
    en: "Upload a new version of “**Low-income household register**”: **48,213 rows**, 5,120,000 bytes, media type text/csv, made from version 1 of “Low-income household register” and version 3 of “Low-income household register”, **its content is kept encrypted and opens only under an agreement**; it follows the newest version and cannot be changed once sealed.",
  },
  {
    kind: "catalog.counter-request",
    body: { agreement: 1, purpose: "statistics", useLimit: 100, expires: YEAR_END, justification: "P-0482" },
    zh: "向市民政局**请求其他条件**，使用“**低保家庭信息**”：用途为**统计分析**，最多 **100 次**，至 **2026-12-31 24:00** 止；对方提出的条件（用途为**资格核对**，最多 **5,000 次**，至 **2026-12-31 24:00** 止）不再有效，对方同意后即按新条件办理。使用条件仍为：**市财政局**可**查询**，用途限于**资格核对**，最多 **5,000 次**；结果须**在协议终止后 30 天内删除**。任何部门都不得**转交他人**。其他使用一律不允许。理由：“P-0482”。",
    en: "**Ask** Civil Affairs Bureau for other terms on the use of “**Low-income household register**”: for **statistics**, up to **100 times**, until **the end of 31 Dec 2026**; what it offered (for **eligibility checks**, up to **5,000 times**, until **the end of 31 Dec 2026**) no longer stands, and it must agree to these terms. Terms of use, as offered: **Finance Bureau** may **query it** for **eligibility checks**, up to **5,000 times**; answers must be **deleted within 30 days after the agreement ends**. **Nobody** may **pass it on**. Any other use is not permitted. Reason: “P-0482”.",
  },
  {
    kind: "catalog.resolve",
    body: { contest: 1, outcome: "upheld", newOwner: 2, reason: "P-0482" },
    zh: "**裁定**市财政局对“**低保家庭信息**”提出的争议（重复）**成立**：数据集由市民政局改归**市财政局**，原有使用条件全部撤回，使用协议全部结束；此后可以使用。理由：“P-0482”。",
    en: "**Settle** the claim of Finance Bureau on “**Low-income household register**” (duplicate) as **upheld**: the dataset passes from Civil Affairs Bureau to **Finance Bureau**, all terms offered for it are withdrawn and all agreements on it end; it may be used from then on. Reason: “P-0482”.",
  },
  {
    kind: "catalog.resolve",
    body: { contest: 1, outcome: "dismissed", newOwner: 1, reason: "" },
    zh: "**裁定**市财政局对“**低保家庭信息**”提出的争议（重复）**不成立**：数据集仍归市民政局；此后可以使用。",
    en: "**Settle** the claim of Finance Bureau on “**Low-income household register**” (duplicate) as **dismissed**: the dataset stays with Civil Affairs Bureau; it may be used from then on.",
  },
  {
    kind: "delegation.give",
    body: { receiver: 2, role: "leader", from: 0, until: YEAR_END, reason: "" },
    zh: "把本人的“**负责人**”角色**委托**给**李*，副局长**，自封存起至 **2026-12-31 24:00** 止：其间此人可以这一角色签署，本人也仍可签署。",
    en: "**Delegate** one's own role of **leader** to **Li *, deputy director** from the moment it is sealed until **the end of 31 Dec 2026**: for that time this person can sign in that role, and so can whoever delegates it.",
  },
  {
    kind: "person.leave",
    body: { person: 1, reason: "", successor: 2 },
    zh: "为**王**，预算科科长**办理**离任**：其密钥全部停用，角色和委托全部终止，未办结的提案由**李*，副局长**接办，以往的签名仍然有效。",
    en: "Record the **departure** of **Wang **, budget section head**: all keys are revoked, and all roles and delegations end; **Li *, deputy director** takes over the proposals under way. Earlier signatures stay valid.",
  },
  {
    kind: "consortium.set-calendar",
    body: { year: 2026, daysOff: [20_454, 20_455, 20_500], daysWorked: [20_457], source: "No. 7" },
    zh: "设定 **2026 年**的工作日历，全年为：周一至周五**放假 3 天**（1 月 1 日至 2 日和 2 月 16 日），周末**上班 1 天**（1 月 4 日）；按工作日计算的期限照此计算。不再放假：**1 月 5 日**。新增放假：**1 月 2 日和 2 月 16 日**。新增上班：**1 月 4 日**。依据：“No. 7”。",
    en: "Set the calendar of working days for **2026**, which is then: **3 weekdays off** (1 to 2 Jan and 16 Feb), **1 weekend day worked** (4 Jan); terms in working days are counted by it. No longer off: **5 Jan**. Newly off: **2 Jan and 16 Feb**. Newly worked: **4 Jan**. Notice: “No. 7”.",
  },
  {
    kind: "catalog.set-parameter",
    body: { parameter: { name: "overdue-percent", value: 125 }, reason: "P-0482" },
    zh: "修改目录的判断标准：距上次上传超过更新周期的 **125%**，即为逾期；即刻对全部部门生效。理由：“P-0482”。",
    en: "Change what the catalogue judges by: an upload is overdue once **125 percent** of the update cycle has passed since the last one; this holds at once, for all departments. Reason: “P-0482”.",
  },
];

describe("an act in words", () => {
  test.each(GOLDEN)("$kind", ({ kind, body, zh, en }) => {
    expect(marked(actSentence("zh", kind, body, names("zh")))).toBe(zh);
    expect(marked(actSentence("en", kind, body, names("en")))).toBe(en);
  });

  test.each(RULES.map(({ kind, body }) => [kind, body] as const))(
    "%s reads as a sentence, whatever its body",
    (kind, body) => {
      for (let seed = 0; seed < 40; seed += 1) {
        for (const language of ["zh", "en"] as const) {
          const said = plainText(actSentence(language, kind, sampleOf(body, seed), cleanNames(language)));
          const flaws =
            language === "zh" ? flawsOfChinese(said) : flawsOfEnglish(said.replaceAll(/[甲丙]事由/gu, "Omega"));
          if (flaws.length > 0 || UNFILLED.test(said) || said.includes("不要签署") || said.includes("do not sign")) {
            expect.fail(`${said}: ${flaws.join(", ")}`);
          }
          expect(said).toMatch(/[。.]$/u);
        }
      }
    },
  );

  test.each(RULES.map(({ kind, body }) => [kind, body] as const))(
    "%s hides nothing that a person decides",
    (kind, body) => {
      const unsaid = (UNSAID[kind] ?? []).filter((path) => hasField(body, path.split(".")));
      expect(unsaidFields(kind, body)).toEqual(unsaid);
    },
  );

  test("what is about a record that is not there must not be signed", () => {
    const nothing = (language: Language): Names =>
      townNames(language, {
        agreement: () => undefined,
        offer: () => undefined,
        keyHolder: () => undefined,
        codeOf: () => undefined,
        ownerOf: () => undefined,
        version: () => undefined,
        contest: () => undefined,
        delegation: () => undefined,
      });
    const bodies: Readonly<Record<string, unknown>> = {
      "proposal.vote": { proposal: 12, round: 1, choice: "approve", reason: "" },
      "proposal.amend": { proposal: 12, body: new Uint8Array(1) },
      "proposal.withdraw": { proposal: 12, reason: "" },
      "proposal.retry": { proposal: 12 },
      "key.revoke": { publicKey: new Uint8Array(32), reason: "" },
      "catalog.withdraw-offer": { offer: 12, reason: "" },
      "catalog.request": { offer: 12 },
      "catalog.agree": { agreement: 12 },
      "catalog.verify": { agreement: 12 },
      "catalog.finalize": { agreement: 12 },
      "catalog.terminate": { agreement: 12, reason: "", orderNumber: "" },
      "catalog.use": { agreement: 12 },
      "catalog.accept": { agreement: 12 },
      "catalog.counter-offer": { agreement: 12 },
      "catalog.counter-request": { agreement: 12 },
      "catalog.fulfil": { agreement: 12, duty: "delete", statement: "" },
      "catalog.contest": { dataset: { kind: "key", key: 12 }, ground: "duplicate", other: 0, statement: "" },
      "catalog.resolve": { contest: 12, outcome: "upheld", newOwner: 0, reason: "" },
      "catalog.upload": { ...UPLOAD, parents: [new Uint8Array(32)] },
      "delegation.end": { delegation: 12, reason: "" },
      "nobody.knows": {},
    };
    for (const [kind, body] of Object.entries(bodies)) {
      expect(marked(actSentence("zh", kind, body, nothing("zh"))), kind).toContain("**不要签署**");
      expect(marked(actSentence("en", kind, body, nothing("en"))), kind).toContain("**do not sign**");
    }
  });

  test("who refuses or withdraws a proposal reads what becomes of the record then", () => {
    const about = (kind: string, body: object) => (language: Language) =>
      townNames(language, {
        proposal: () => ({ kind, version: 1, body: new Uint8Array(1), proposer: 1 }),
        decodeBody: () => body,
      });
    const agree = about("catalog.agree", { agreement: 1 });
    const vote = { proposal: 12, round: 1, choice: "reject", reason: "P-0482" };
    const said = (language: Language, kind: string, body: object, names = agree): string =>
      plainText(actSentence(language, kind, body, names(language)));
    expect(said("en", "proposal.vote", vote)).toMatch(
      / If it is not carried out, the request ends; the department can ask anew\. Reason: “P-0482”\.$/u,
    );
    expect(said("zh", "proposal.vote", vote)).toMatch(
      /。提案未获执行的，这份申请随即结束，使用部门可以重新申请。理由：“P-0482”。$/u,
    );
    expect(said("en", "proposal.withdraw", { proposal: 12, reason: "" })).toMatch(/the department can ask anew\.$/u);
    expect(said("en", "proposal.vote", { ...vote, choice: "approve" })).not.toContain("not carried out");
    const settle = about("catalog.resolve", { contest: 1, outcome: "dismissed", newOwner: 0, reason: "" });
    expect(said("en", "proposal.vote", vote, settle)).toContain("the claim stays open, and nobody may use the data");
  });

  test("a title cannot play tricks with the sentence", () => {
    const tricky = townNames("en", {});
    const said = plainText(
      actSentence("en", "catalog.publish", { dataset: { kind: "code", code: "a\u202e[x|y]{z}\n**b**" } }, tricky),
    );
    expect(said).toBe("Publish “a\ufffd[x|y]{z} **b**”; other departments can request it from then on.");
  });
});

/** Names without a mark of their own, so that what the test finds was written by us. */
function cleanNames(language: Language): Names {
  const given = names(language);
  const person = language === "zh" ? "王某" : "Wang";
  return { ...given, person: () => person, keyHolder: () => person };
}

/** Fields of a description that the page shows beside the sentence. */
const BESIDE = [
  "description.profile",
  "description.summary",
  "description.publisher",
  "description.providerCode",
  "description.format",
  "description.sharingMethod",
  "description.updateCycle",
  "description.publishedDay",
  "description.modifiedDay",
  "description.relatedCodes",
  "description.keywords",
  "description.themes",
  "description.languages",
  "description.distributions",
  "description.kept",
];

/**
 * Fields that a sentence does not say: hashes and proofs that the program computes, and the parts of a long form that the page
 * shows beside it. Everything else must change the sentence.
 */
const UNSAID: Readonly<Record<string, readonly string[]>> = {
  "person.enrol": ["publicKey", "proof"],
  "key.rotate": ["publicKey", "proof"],
  "key.revoke": ["publicKey"],
  "proposal.vote": ["proposal", "bodyRoot", "subjectRevision"],
  "proposal.amend": ["body"],
  "proposal.withdraw": ["proposal"],
  "proposal.retry": ["proposal"],
  "catalog.create": BESIDE,
  "catalog.revise": BESIDE,
  "catalog.upload": ["contentHash", "previousHash", "sealedHash"],
  "catalog.withdraw-offer": ["offer"],
  "catalog.request": ["offer", "offerHash"],
  "catalog.agree": ["agreement", "agreementHash"],
  "catalog.verify": ["agreement", "agreementHash"],
  "catalog.finalize": ["agreement", "agreementHash"],
  "catalog.terminate": ["agreement"],
  "catalog.use": ["agreement", "fingerprint"],
  "catalog.accept": ["agreement", "agreementHash"],
  "catalog.counter-offer": ["agreement", "agreementHash"],
  "catalog.counter-request": ["agreement", "agreementHash"],
  "catalog.fulfil": ["agreement"],
  "catalog.resolve": ["contest"],
  "key.enrol": ["publicKey", "proof"],
  "member.recover": ["publicKey", "proof"],
  "delegation.end": ["delegation"],
  "log.rotate": ["size", "root", "signature", "proof", "genesis"],
  "log.recover": ["root", "signature", "proof", "genesis"],
};

/** A field that only a later version of the kind has is not asked of the first. */
function hasField(body: Shape, [name, inner]: readonly string[]): boolean {
  if (body.kind !== "record") return false;
  const field = body.fields.find(([one]) => one === name)?.[1];
  return field !== undefined && (inner === undefined || hasField(field, [inner]));
}

/** Fields of a body of which another value leaves the sentence as it is. The town's records are the same whatever key is asked for. */
function unsaidFields(kind: string, body: Shape): readonly string[] {
  if (body.kind !== "record") return [];
  const say = (value: unknown): string => plainText(actSentence("en", kind, value, names("en")));
  return body.fields.flatMap(([name, field]) =>
    field.kind === "record"
      ? field.fields.filter(([inner]) => !isSaid(body, [name, inner], say)).map(([inner]) => `${name}.${inner}`)
      : isSaid(body, [name], say)
        ? []
        : [name],
  );
}

function isSaid(body: RecordShape, path: readonly string[], say: (value: unknown) => string): boolean {
  const [name = "", inner] = path;
  return [0, 1, 2, 3].some((seed) => {
    const before = sampleOf(body, seed) as Readonly<Record<string, unknown>>;
    const other = sampleOf(body, seed + 1) as Readonly<Record<string, unknown>>;
    const part = (value: unknown): Readonly<Record<string, unknown>> => value as Readonly<Record<string, unknown>>;
    const changed = inner === undefined ? other[name] : { ...part(before[name]), [inner]: part(other[name])[inner] };
    return say(before) !== say({ ...before, [name]: changed });
  });
}
