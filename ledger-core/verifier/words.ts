/** Every sentence of the page itself in both languages; those of the checks are in `proof/check-text.ts`. */
import type { CheckCode } from "#ledger-core/proof/check.ts";
import type { CheckLanguage, Pair } from "#ledger-core/proof/check-text.ts";

const WORDS = {
  title: { zh: "证明验证器", en: "Proof verifier" },
  lead: {
    zh: "把一份或多份证明放进来，本页在这台电脑上重新计算每一项检查。它不联网，也不相信出具证明的人。",
    en: "Put in one proof or many: this page recomputes every check on this computer. It uses no network and trusts nobody who made them.",
  },
  drop: { zh: "把证明的四个文件或文件夹拖到这里", en: "Drop the four files of a proof here, or a folder" },
  dropParts: {
    zh: "一份证明：ID.tlog-proof、ID.entry、ID.tx、ID.json",
    en: "A proof: ID.tlog-proof, ID.entry, ID.tx, ID.json",
  },
  chooseFiles: { zh: "选择文件", en: "Choose files" },
  chooseFolder: { zh: "选择文件夹", en: "Choose a folder" },
  startOver: { zh: "重新开始", en: "Start over" },
  doubt: { zh: "您自己带来的凭据", en: "What you bring yourself" },
  keys: { zh: "您信任的账本公钥（vkey），每行一个", en: "Keys of logs that you trust (vkeys), one a line" },
  keysHint: {
    zh: "从证明以外的地方取得：网站、公文、您认识的部门。没有时用证明自带的公钥，结论会说明那是谁的话。",
    en: "Taken from elsewhere than the proof: a website, a letter, a department you know. Without one, the key that came with the proof is used, and the finding says whose word that is.",
  },
  older: {
    zh: "您以前取得的证明（.tlog-proof）或检查点",
    en: "A proof (.tlog-proof) or a checkpoint that you took away earlier",
  },
  olderHint: {
    zh: "同时检查账本此后只增不改。",
    en: "Also checks that the log only grew since.",
  },
  olderChoose: { zh: "选择以前的证明或检查点", en: "Choose an earlier proof or checkpoint" },
  olderNone: { zh: "未选择", en: "None chosen" },
  olderRemove: { zh: "不用它", en: "Do without it" },
  checking: { zh: "正在检查……", en: "Checking..." },
  validOne: { zh: "有效。{count} 项检查全部通过。", en: "Valid. All {count} checks hold." },
  validMany: { zh: "有效。{count} 份证明全部通过。", en: "Valid. All {count} proofs hold." },
  invalidOne: { zh: "无效。不要采信。", en: "Not valid. Do not rely on it." },
  invalidMany: {
    zh: "无效。{count} 项中有 {failed} 项没有通过。",
    en: "Not valid. Of {count}, {failed} did not pass.",
  },
  tooMany: {
    zh: "无效。一次最多看 {limit} 个文件，其余的没有看。请分批放入。",
    en: "Not valid. No more than {limit} files are looked at; the others were not. Put them in by parts.",
  },
  basisSelf: {
    zh: "账本的公钥来自证明本身：请从别处核对，并填在上面。",
    en: "The log's key came with the proof itself: compare it elsewhere, and enter it above.",
  },
  basisMaker: {
    zh: "没有证明显示有人签署过状态根：它只是出具文件的人的一面之词。",
    en: "The root of the state comes without a proof that somebody signed it: it is the word of whoever made the file and no more.",
  },
  basisSigner: {
    zh: "状态根是签署人之言：用 ledger fsck 可在任何一份完整副本上核对。",
    en: "The root of the state is the word of whoever signed it: ledger fsck compares it on any full copy of the ledger.",
  },
  basisOwn: { zh: "由您信任的公钥作保。", en: "A key that you trust stands for it." },
  here: {
    zh: "刚刚在本机重新计算，未使用网络。",
    en: "Recomputed on this computer just now, without the network.",
  },
  proofValid: { zh: "有效", en: "valid" },
  proofInvalid: { zh: "无效", en: "not valid" },
  checks: { zh: "检查", en: "Checks" },
  notRun: { zh: "未进行", en: "not run" },
  fails: { zh: "未通过", en: "does not hold" },
  says: { zh: "证明的内容", en: "What was proven" },
  kind: { zh: "操作", en: "Act" },
  outcome: { zh: "结果", en: "Outcome" },
  onlyProposed: { zh: "只是提出，这一条目没有执行它", en: "Only put forward: this entry did not carry it out" },
  maybeProposed: {
    zh: "已接受；是已经执行还是仅仅提出，没有显示",
    en: "Accepted; whether it was carried out or only proposed is not shown",
  },
  who: { zh: "签署人", en: "Signed by" },
  department: { zh: "部门", en: "Department" },
  time: { zh: "入账时间（UTC）", en: "Sealed (UTC)" },
  block: { zh: "区块", en: "Block" },
  table: { zh: "数据表", en: "Table" },
  height: { zh: "高度", en: "Height" },
  whole: { zh: "证明中的全部文字", en: "All that the proof says" },
  cut: { zh: "（只显示开头部分）", en: "(only the beginning is shown)" },
  limits: { zh: "本页不做什么", en: "What this page does not do" },
  limitJudge: {
    zh: "它按本页所带的规则，由所附的依据判断签署人是否有权；是否隐去了更新的记录，它无从得知。",
    en: "It judges by the rules that it carries, and from the basis that came along, whether the signer was allowed to; whether a newer record was kept back it cannot know.",
  },
  limitWhole: {
    zh: "它不检查整个账本：请用 ledger fsck 或 ledger verify。",
    en: "It does not check whole ledgers: ledger fsck and ledger verify do.",
  },
  limitPage: {
    zh: "它只有在您从可信之处取得本文件时才可信：请核对文件的哈希。",
    en: "It is worth no more than where you got this file from: compare the file's hash.",
  },
} satisfies Readonly<Record<string, Pair>>;

export type Word = keyof typeof WORDS;

/** A sentence of the page; `{name}` is filled from the figures. */
export function say(
  word: Word,
  language: CheckLanguage,
  figures: Readonly<Record<string, string | number>> = {},
): string {
  return WORDS[word][language].replace(/\{(\w+)\}/g, (_whole, name: string) => String(figures[name] ?? ""));
}

/** Findings whose next step is another one on this page than on the command line. */
export const PAGE_DETAILS: Readonly<Partial<Record<CheckCode, Pair>>> = {
  CHECKPOINT_SELF_SIGNED: {
    zh: "由 {signers} 签署，但其公钥随证明一同送来（{keys}）。请从别处核对公钥，并填在上面。",
    en: "Signed by {signers}, whose key came with the proof itself ({keys}). Compare the key elsewhere and enter it above.",
  },
  CHECKPOINT_KEY_MISSING: {
    zh: "没有可用来检查 {signers} 签名的公钥。请填在上面。",
    en: "There is no key to check the signature of {signers} with. Enter one above.",
  },
  GROWTH_NOT_SHOWN: {
    zh: "没有从 {oldSize} 个条目到 {newSize} 个的一致性证明。请用 ledger proof --since 重新取得证明，或用 ledger verify，连同账本的文件夹或其瓦片的文件夹一起检查。",
    en: "There is no consistency proof from size {oldSize} to size {newSize}. Have the proof taken anew with ledger proof --since, or use ledger verify, with the ledger's folder or a folder of its tiles beside it.",
  },
  LEDGER_NOT_CHECKED: {
    zh: "{file} 是整个账本的文件夹，本页不检查。请用 ledger fsck 或 ledger verify。",
    en: "{file} is the folder of a whole log, which this page does not check. Use ledger fsck or ledger verify.",
  },
  STATEMENT_SIGNATURE_ABSENT: {
    zh: "据称由操作 {id} 签署，但其证明没有一并放入，因此只是出具人的一面之词。请取得该操作的四个文件，与这份文件一起放入。",
    en: "Action {id} is said to have signed it, but its proof was not put in with it: so it is the maker's word and no more. Get the four files of that action and put them in together with this one.",
  },
  PROOF_INCOMPLETE: {
    zh: "缺少 {file}。一份证明由四个文件组成，请一并放入。",
    en: "{file} is missing. A proof is four files; put them in together.",
  },
};
