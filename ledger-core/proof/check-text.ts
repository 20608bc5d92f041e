/** The checks in words, in both languages. Here rather than in `contract/text`, because the one-file verifier has nothing else. */
import { cutFigure } from "./check.ts";
import type { Check, CheckCode, CheckData, CheckName } from "./check.ts";

export type CheckLanguage = "zh" | "en";

/** `title` is the question, `detail` the answer, `how` what the answer rests on (empty for a check that failed or was not run). */
export type CheckText = { readonly title: string; readonly detail: string; readonly how: string };

/** A sentence in both languages; `{name}` stands for a figure. */
export type Pair = Readonly<Record<CheckLanguage, string>>;

/**
 * A place where checks are shown otherwise than on the command line: sentences where another next step can be taken there, and what is
 * done with a stranger's text before it is put into one.
 */
export type CheckPlace = {
  readonly instead: Readonly<Partial<Record<CheckCode, Pair>>>;
  readonly foreign: (text: string) => string;
};

const COMMAND_LINE: CheckPlace = { instead: {}, foreign: (text) => text };

/** A check in one language. Names in figures are shown as they are, but for their length: they are not verified before all checks are ok. */
export function describeCheck(
  check: Check,
  language: CheckLanguage,
  { instead, foreign }: CheckPlace = COMMAND_LINE,
): CheckText {
  const how = check.ok ? HOW[check.how][language] : "";
  const sentence = (instead[check.code] ?? DETAILS[check.code])[language];
  const detail = sentence.replace(/\{(\w+)\}/g, (_whole, name: string) => shown(name, check.data[name] ?? "", foreign));
  return { title: TITLES[check.name][language], detail, how };
}

/** What a stranger named. */
const NAMED = new Set(["file", "name", "table", "kind"]);

/** A figure within its sentence: it breaks no line, with which it could look like a further check, and a name of several words is in quotes. */
function shown(name: string, figure: CheckData[string], foreign: CheckPlace["foreign"]): string {
  if (typeof figure === "number") return String(figure);
  const line = cutFigure(figure)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\ufffd")
    .replace(/\p{Zs}+/gu, " ");
  const text = foreign(line);
  return NAMED.has(name) && text.includes(" ") ? `“${text}”` : text;
}

const HOW: Readonly<Record<Check["how"], Pair>> = {
  recomputed: { zh: "本机重新计算", en: "recomputed here" },
  vouched: { zh: "依他人之言", en: "vouched for by others" },
};

const TITLES: Readonly<Record<CheckName, Pair>> = {
  files: { zh: "文件齐全", en: "The files are there" },
  text: { zh: "内容与签署时一致", en: "The record is exactly what was signed" },
  signature: { zh: "签名属实", en: "The signature is genuine" },
  authority: { zh: "签署人有权这样做", en: "Whoever signed was allowed to" },
  entry: { zh: "账本条目对应这份内容", en: "The log entry is about this record" },
  changes: { zh: "条目改动了哪些数据", en: "What the entry changed" },
  inclusion: { zh: "条目在日志中", en: "The entry is in the log" },
  checkpoint: { zh: "谁为日志作保", en: "Who stands for the log" },
  readable: { zh: "可读部分与证据一致", en: "What is written for reading is what was proven" },
  growth: { zh: "日志只增不改", en: "The log only grew" },
  log: { zh: "整个日志属实", en: "The whole log holds" },
  statement: { zh: "各行数据都在状态之中", en: "The rows are in the state" },
  rows: { zh: "所示正是所称的数据", en: "The rows show what is claimed" },
  declared: { zh: "谁为这一状态作保", en: "Who stands for that state" },
  history: { zh: "只有一份历史", en: "There is one history" },
};

const DETAILS: Readonly<Record<CheckCode, Pair>> = {
  NOT_RUN: {
    zh: "前面的检查未通过，这一项没有进行。",
    en: "Not run, because an earlier check did not pass.",
  },
  FILES_COMPLETE: { zh: "证明 {name} 的 {count} 个文件都在。", en: "All {count} files of proof {name} are there." },
  FILE_ABSENT: {
    zh: "找不到 {file}。请检查路径。",
    en: "There is no {file}. Check the path.",
  },
  PROOF_INCOMPLETE: {
    zh: "缺少 {file}。一份证明由四个文件组成，须放在同一文件夹。",
    en: "{file} is missing. A proof is four files in one folder.",
  },
  FILE_NOT_REGULAR: {
    zh: "{file} 是文件夹、链接或设备，不是普通文件，因此没有读取。请换成文件本身。",
    en: "{file} is a folder, a link or a device and not a plain file, so it was not read. Put the file itself in its place.",
  },
  OLDER_IS_FOLDER: {
    zh: "{file} 是文件夹，而这里需要一个文件：以前取得的 .tlog-proof，或检查点。请指明文件。",
    en: "{file} is a folder where a file is needed: a .tlog-proof that was taken away earlier, or a signed checkpoint. Name the file.",
  },
  FILE_TOO_LARGE: {
    zh: "{file} 超过 {limit} 字节，不可能是证明的一部分，因此没有读取。",
    en: "{file} is longer than {limit} bytes, which no part of a proof is, so it was not read.",
  },
  FILE_UNREADABLE: {
    zh: "无法读取 {file}（{reason}）。请检查权限。",
    en: "{file} cannot be read ({reason}). Check its permissions.",
  },
  NOT_A_PROOF: {
    zh: "{file} 中没有证明（ID.tlog-proof、ID.entry、ID.tx、ID.json），也不是账本文件夹。",
    en: "{file} holds no proof (ID.tlog-proof, ID.entry, ID.tx, ID.json) and is no ledger's folder.",
  },
  EVIDENCE_MALFORMED: {
    zh: "{file} 不是证明的 JSON 部分。请向出具方重新索取。",
    en: "{file} is not the JSON part of a proof. Ask for it again where it came from.",
  },
  LOG_HOLDS: {
    zh: "全部 {count} 个条目已在本机重新执行，结果相同。",
    en: "Every entry was executed once more on this machine, with the same outcome: {count} in all.",
  },
  LOG_FAILS: {
    zh: "发现 {count} 个问题，第一个在 {place}：{reason} 请用 ledger fsck 查看全部。",
    en: "Problems found: {count}, the first at {place}: {reason} Use ledger fsck to see them all.",
  },
  TILES_HOLD: {
    zh: "由全部 {count} 个条目重新计算了每个瓦片和日志的根，与检查点一致。",
    en: "Every tile and the root of the log, which is of size {count}, were computed anew from its entries and are those of the checkpoint.",
  },
  TILE_ABSENT: {
    zh: "缺少 {file}，检查点所指的日志不完整。请重新导出。",
    en: "{file} is missing, so the log is not all that the checkpoint speaks of. Export it again.",
  },
  TILE_DIFFERS: {
    zh: "{file} 与其下的条目不符。不要采信。",
    en: "{file} is not what the entries below it give. Do not rely on it.",
  },
  TILES_ROOT_DIFFERS: {
    zh: "由 {count} 个条目算出的根与检查点所签的不同。不要采信。",
    en: "The root computed from what should be a log of size {count} is not the one that the checkpoint signs. Do not rely on it.",
  },
  LEDGER_NOT_CHECKED: {
    zh: "{file} 是账本文件夹，此处不能检查整个账本。请用 ledger fsck。",
    en: "{file} is a ledger's folder, and whole ledgers are not checked here. Use ledger fsck.",
  },
  STATE_FILE_READ: { zh: "已读取 {file}。", en: "{file} was read." },
  STATE_FILE_MALFORMED: {
    zh: "{file} 不是状态证明。请向出具方重新索取。",
    en: "{file} is not a proof of the state. Ask for it again where it came from.",
  },
  STATEMENT_HOLDS: {
    zh: "所示各行算得到高度 {height} 时全部 {rows} 行数据的根：{root}。",
    en: "The rows lead to the root of all {rows} rows at height {height}: {root}.",
  },
  STATEMENT_FAILS: {
    zh: "所示各行算不到高度 {height} 时的状态根 {root}。不要采信。",
    en: "The rows do not lead to the root of the state at height {height}, {root}. Do not rely on them.",
  },
  STATEMENT_LOG_DIFFERS: {
    zh: "检查点有 {size} 个条目，与状态声明所说的日志不符。不要采信。",
    en: "The checkpoint, of a log of size {size}, is not of the log that the statement speaks of. Do not rely on it.",
  },
  STATEMENT_SIGNED: {
    zh: "部门 {department} 的一人用密钥 {key} 签署了这一状态根（操作 {id}，已入日志）。这是签署人之言：没有规则核对过这个根；在任何一份完整副本上运行 ledger fsck 即可核对。",
    en: "Somebody of department {department} signed that root with key {key} (action {id}, which is in the log). It is the signer's word: no rule compared the root. ledger fsck on any full copy of the ledger does.",
  },
  STATEMENT_NOT_SIGNED: {
    zh: "所附材料中没有人签署过这一状态根，它只是出具这份文件的人的一面之词。请要求对方签署（ledger statement --as），并一并取得该操作的四个文件。",
    en: "Nothing here shows that anybody signed that root: it is the word of whoever made this file and no more. Ask for it to be signed (ledger statement --as), and take the four files of that action along.",
  },
  STATEMENT_SIGNATURE_ABSENT: {
    zh: "据称由操作 {id} 签署，但其证明不在同一文件夹，因此只是出具人的一面之词。请取得该操作的四个文件，放在这份文件旁边。",
    en: "Action {id} is said to have signed it, but its proof is not in the same folder: so it is the maker's word and no more. Get the four files of that action and put them beside this file.",
  },
  STATEMENT_SIGNATURE_FAILS: {
    zh: "操作 {id} 的证明不成立，或签署的是另一个状态根。不要采信。",
    en: "The proof of action {id} does not hold, or it signed another root. Do not rely on it.",
  },
  STATE_ROW_SHOWN: { zh: "{table} 中编号 {key} 的一行，内容如所示。", en: "Row {key} of {table} is as shown." },
  STATE_ROWS_COMPLETE: {
    zh: "{table} 在 {range} 处共有 {count} 行，全部在此，一行不缺。",
    en: "All rows of {table} at {range} are here: {count}.",
  },
  STATE_TABLE_COMPLETE: {
    zh: "{table} 共有 {count} 行，全部在此，一行不缺。",
    en: "All rows of {table} are here: {count}.",
  },
  STATE_TABLE_EMPTY: { zh: "{table} 没有任何一行。", en: "{table} has no rows." },
  STATE_ROWS_ABSENT: {
    zh: "{table} 在 {range} 处没有任何一行：前后两行紧邻。",
    en: "{table} has no row at {range}: the rows before and after are neighbours.",
  },
  STATE_KEY_ABSENT: {
    zh: "{table} 中没有编号 {key} 的行：它的全部 {count} 行都在此，没有一行是该编号。",
    en: "{table} has no row {key}: all {count} of its rows are here, and none is it.",
  },
  STATE_ROWS_FAIL: {
    zh: "所示各行证明不了关于 {table} 的这一说法：顺序不对，或有缺漏。不要采信。",
    en: "The rows do not show what is claimed of {table}: they are out of order, or some are missing. Do not rely on them.",
  },
  STATE_ORDER_FAILS: {
    zh: "{table} 中有一行没有排在它的值所定的位置。不要采信。",
    en: "A row of {table} does not stand where its values place it. Do not rely on it.",
  },
  STATE_TABLE_DIFFERS: {
    zh: "状态声明中的 {table} 是另一张表。不要采信。",
    en: "In the statement {table} is another table. Do not rely on it.",
  },
  STATE_VALUES_DIFFER: {
    zh: "{range} 中有 {table} 的排序列不可能有的值，那里本来就不会有任何一行。不要采信。",
    en: "{range} holds a value that the columns of {table} cannot have, so that no row could ever stand there. Do not rely on it.",
  },
  STATE_RANGE_BACKWARDS: {
    zh: "{table} 的范围 {range} 终点不在起点之后，其中不可能有任何一行，因此什么也证明不了。不要采信。",
    en: "The range {range} of {table} does not end behind its beginning: no row could ever stand in it, so it proves nothing. Do not rely on it.",
  },
  STATE_TABLE_UNKNOWN: {
    zh: "状态声明和本程序都不知道名为 {table} 的表，因此什么也证明不了。请核对表名，或使用更新的版本。",
    en: "Neither the statement nor this program knows a table {table}, so nothing is proven of it. Check the name, or use a newer version.",
  },
  TEXT_SIGNED: {
    zh: "操作 {kind}（第 {version} 版），编号 {id}，一个字节都没有变。",
    en: "Action {kind}, version {version}, id {id}. Not a byte has changed.",
  },
  TEXT_SYSTEM: {
    zh: "这是账本自己写入的条目“{name}”，不是某个人的操作。",
    en: "The ledger wrote this entry, “{name}”, by itself; it is nobody's action.",
  },
  TEXT_GENESIS: {
    zh: "这是账本的第一个条目，网络编号 {id}。",
    en: "This is the first entry of the ledger; the network's id is {id}.",
  },
  TEXT_MALFORMED: {
    zh: "文件内容不是一笔操作（{reason}）。请向出具方重新索取。",
    en: "The file does not hold an action ({reason}). Ask for it again where it came from.",
  },
  TEXT_BODY_DIFFERS: {
    zh: "内容与签署时不同：签名所指的是另一份内容。不要采信。",
    en: "The content is not what was signed: the signature is about other content. Do not rely on it.",
  },
  TEXT_ID_DIFFERS: {
    zh: "这是另一笔操作：要查的是 {expected}，文件里是 {id}。",
    en: "This is another action: {expected} was asked for, the file holds {id}.",
  },
  SIGNATURE_HOLDS: { zh: "由密钥 {key} 签署。", en: "Signed by key {key}." },
  SIGNATURE_FAILS: {
    zh: "签名不是密钥 {key} 所签。不要采信。",
    en: "The signature was not made by key {key}. Do not rely on it.",
  },
  SIGNATURE_NOT_NEEDED: {
    zh: "账本自己写入的条目没有人签名；由日志检查点作保。",
    en: "Entries that the ledger writes by itself carry no person's signature; the log's checkpoint stands for them.",
  },
  AUTHORITY_JUDGED: {
    zh: "密钥、岗位与规则均由日志中更早的条目证明；这些条目是否由有权者作出、此后是否未被撤销，仍以日志之言为准。",
    en: "Key, role and policy are proven from earlier entries of the log. That those entries were made by whoever was entitled to, and nothing was revoked since, is the log's word.",
  },
  AUTHORITY_REFUTED: {
    zh: "所附依据不能证明签署人有权这样做。",
    en: "The basis that came along does not show that the signer was allowed to.",
  },
  AUTHORITY_IN_LOG: {
    zh: "所附的 {count} 个依据条目都在日志中；它们是否足以授权，以日志之言为准。",
    en: "Every basis entry is in the log, {count} in all; that they suffice is the log's word.",
  },
  AUTHORITY_NOT_SHOWN: {
    zh: "没有附上依据；签署人有权这样做，以日志之言为准。",
    en: "No basis came along; that the signer was allowed to is the log's word.",
  },
  AUTHORITY_NOT_NEEDED: {
    zh: "由账本规则产生；重放全部条目即可复核。",
    en: "It follows from the ledger's rules; replaying all entries shows it.",
  },
  AUTHORITY_REFUSED: {
    zh: "账本拒绝了这笔操作（{outcome}）；它没有生效，只留下被拒绝的记录。",
    en: "The ledger refused this action ({outcome}); it had no effect beyond the record of its refusal.",
  },
  BASIS_FAILS: {
    zh: "第 {place} 个依据（{what}）不在日志中，或不早于本条目。",
    en: "Basis number {place} ({what}) is not in the log, or not earlier than this entry.",
  },
  ENTRY_BINDS: {
    zh: "第 {height} 块，日志第 {index} 位（从 0 起）。结果：{outcome}。",
    en: "Block {height}, place {index} of the log, counted from 0. Outcome: {outcome}.",
  },
  ENTRY_MALFORMED: {
    zh: "条目文件不是一个日志条目。请向出具方重新索取。",
    en: "The entry file is not an entry of a log. Ask for it again where it came from.",
  },
  ENTRY_DIFFERS: {
    zh: "该条目对应的是另一份内容。不要采信。",
    en: "The entry is about other content. Do not rely on it.",
  },
  CHANGES_HOLD: {
    zh: "所示的 {count} 项改动正是该条目的全部改动。",
    en: "These are all the changes of the entry: {count}.",
  },
  CHANGES_PROPOSED: {
    zh: "所示的 {count} 项改动正是该条目的全部改动。该操作只是作为提案 {proposal} 提出，须经他人同意：这一条目没有执行它。",
    en: "These are all the changes of the entry: {count}. The action was only put forward, as proposal {proposal}, for others to agree: this entry did not carry it out.",
  },
  CHANGES_NOT_SHOWN: {
    zh: "没有附上改动清单，因此看不出该操作是已经执行，还是仅仅提出。",
    en: "The changes did not come along, so it is not shown whether the action was carried out or only proposed.",
  },
  CHANGES_DIFFER: {
    zh: "所示改动与条目不符。不要采信。",
    en: "The changes shown are not those of the entry. Do not rely on them.",
  },
  INCLUSION_HOLDS: {
    zh: "经 {steps} 步哈希从第 {index} 位算到日志 {origin} 的根，共 {size} 个条目。",
    en: "A path of length {steps} leads from place {index} to the root of log {origin}, which is of size {size}.",
  },
  INCLUSION_FAILS: {
    zh: "证明算不到日志 {origin} 的根：条目不在那里。不要采信。",
    en: "The proof does not lead to the root of log {origin}: the entry is not there. Do not rely on it.",
  },
  PROOF_MALFORMED: {
    zh: "证明文件不是 .tlog-proof 格式。请向出具方重新索取。",
    en: "The proof file is not a .tlog-proof. Ask for it again where it came from.",
  },
  CHECKPOINT_MALFORMED: {
    zh: "检查点不是可读的签名文本。请向出具方重新索取。",
    en: "The checkpoint is not a readable signed note. Ask for it again where it came from.",
  },
  ORIGIN_DIFFERS: {
    zh: "这是另一个日志：证明来自 {origin}，应为 {expected}。",
    en: "This is another log: the proof is from {origin}, expected was {expected}.",
  },
  INDEX_DIFFERS: {
    zh: "位置不符：证明说第 {index} 位，条目说第 {expected} 位。",
    en: "The places differ: the proof says {index}, the entry says {expected}.",
  },
  CHECKPOINT_SIGNED: {
    zh: "由您信任的密钥签署：{signers}（共 {count} 个）。",
    en: "Signed by keys that you trust: {signers} ({count} in all).",
  },
  CHECKPOINT_HANDED_OVER: {
    zh: "由 {signers} 签署；您信任的密钥已通过签名把日志交接给签署所用的密钥（{keys}）。",
    en: "Signed by {signers} with a key ({keys}) to which the key that you trust has handed the log over, by its signature.",
  },
  HANDOVER_FAILS: {
    zh: "随证明送来的密钥交接说明不成立：签名不符，或前后不相接。",
    en: "The handovers of the log’s key that came along do not hold: a signature fails, or one does not go on from the other.",
  },
  CHECKPOINT_SELF_SIGNED: {
    zh: "由 {signers} 签署，但其公钥随证明一同送来（{keys}）。请从别处核对公钥，并用 --key 给出。",
    en: "Signed by {signers}, whose key came with the proof itself ({keys}). Compare the key elsewhere and give it with --key.",
  },
  CHECKPOINT_SIGNATURE_FAILS: {
    zh: "检查点上 {signers} 的签名不成立。不要采信。",
    en: "The signature of {signers} on the checkpoint does not hold. Do not rely on it.",
  },
  CHECKPOINT_KEY_UNKNOWN: {
    zh: "您信任的密钥都没有签署此检查点；签署者为 {signers}。",
    en: "None of the keys that you trust signed this checkpoint; it is signed by {signers}.",
  },
  CHECKPOINT_KEY_MISSING: {
    zh: "没有可用来检查 {signers} 签名的公钥。请用 --key 给出。",
    en: "There is no key to check the signature of {signers} with. Give one with --key.",
  },
  KEY_MALFORMED: {
    zh: "“{key}”不是有效的公钥（vkey）。",
    en: "“{key}” is not a valid vkey.",
  },
  READABLE_HOLDS: {
    zh: "{file} 的每个字都可由已验证的内容重新得出。",
    en: "Every character of {file} follows from what was verified.",
  },
  READABLE_DIFFERS: {
    zh: "{file} 的内容与已验证的内容不符：被改动过，或由本程序的另一版本写成。不要采信其中的文字。",
    en: "{file} does not say what was verified: it was changed, or another version of this program wrote it. Do not rely on its words.",
  },
  GROWTH_HOLDS: {
    zh: "日志 {origin} 从 {oldSize} 个条目增加到 {newSize} 个，原有条目一个未改。",
    en: "Log {origin} grew from size {oldSize} to size {newSize}; none of the old entries changed.",
  },
  GROWTH_FAILS: {
    zh: "日志 {origin} 的 {newSize} 个条目并不以原先的 {oldSize} 个为开头：历史被改过，或者证明不全。",
    en: "Log {origin}, now of size {newSize}, does not begin with the old one of size {oldSize}: history was changed, or the proof is incomplete.",
  },
  HISTORIES_DIFFER: {
    zh: "与“{other}”对不上：对日志 {origin} 的前 {size} 个条目，两者给出的内容不同。若都由该日志的密钥签署，则有人签出了两份不同的日志：请两份都保留，合在一起就是证据。",
    en: "It does not go with “{other}”: the two differ about log {origin} up to size {size}. If that log's key signed both, two histories were signed: keep both, together they are the evidence.",
  },
  STATEMENTS_DIFFER: {
    zh: "与“{other}”对不上：对高度 {height} 时的数据，两份状态声明给出的根不同，至少有一份的签署人说错了。请向签署人核实，或用账本自行计算（ledger fsck 会指出不实的声明）。",
    en: "It does not go with “{other}”: two statements tell of other rows at height {height}, so somebody who signed one of them is wrong. Ask who did, or compute it from the ledger: ledger fsck names a statement that is not true.",
  },
  GROWTH_NOT_SHOWN: {
    zh: "没有从 {oldSize} 个条目到 {newSize} 个的一致性证明。请把账本的文件夹或其瓦片的文件夹一并交给 verify，或用 ledger proof --since 重新取得证明。",
    en: "There is no consistency proof from size {oldSize} to size {newSize}. Give verify the ledger's folder too, or a folder of its tiles, or have the proof taken anew with ledger proof --since.",
  },
};
