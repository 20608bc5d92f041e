/** What a person is told when the keystore says no: the cause and the next step, in both languages. */
import type { KeyFileFlaw, KeystoreCode, KeystoreError, KeystoreFailures, PassphraseFlaw } from "./keystore-error.ts";

export type Words = { readonly zh: string; readonly en: string };

/** A refusal as it crosses to a window: the shape of the contract's `problemSchema`. */
export type KeystoreProblem = {
  readonly code: KeystoreCode;
  readonly data: Readonly<Record<string, string | number>>;
  readonly cause: Words;
  readonly next: Words;
};

/** The refusal in words. It names what the data names, and nothing secret. */
export function describeKeystoreError<C extends KeystoreCode>(error: KeystoreError<C>): KeystoreProblem {
  const [cause, next] = PROBLEMS[error.code](error.data);
  return { code: error.code, data: error.data, cause, next };
}

const RESTORE: Words = {
  zh: "请从备份取回原文件，或用恢复单恢复密钥。",
  en: "Bring the original back from a backup, or restore the key from its recovery kit.",
};

const FILE_FLAWS: Readonly<Record<KeyFileFlaw, Words>> = {
  size: { zh: "文件为空或过长", en: "it is empty or too long" },
  json: { zh: "内容不是密钥文件", en: "it does not hold a key" },
  shape: { zh: "缺少内容", en: "parts are missing" },
  form: { zh: "由更新版本的软件写成", en: "a later version of this software wrote it" },
  checksum: { zh: "内容已损坏或被改动", en: "it is damaged or was edited" },
  handle: { zh: "它属于另一个人，文件被改了名", en: "it belongs to somebody else and was renamed" },
};

const PASSPHRASE_FLAWS: Readonly<Record<PassphraseFlaw, Words>> = {
  short: { zh: "这个口令太短。", en: "This passphrase is too short." },
  long: { zh: "这个口令太长。", en: "This passphrase is too long." },
  repetitive: { zh: "这个口令里不同的字符太少。", en: "This passphrase repeats too few characters." },
  handle: { zh: "这个口令与用户代号相同。", en: "This passphrase is the same as the person's handle." },
};

const PROBLEMS: { readonly [C in KeystoreCode]: (data: KeystoreFailures[C]) => readonly [cause: Words, next: Words] } =
  {
    HANDLE_MALFORMED: () => [
      { zh: "这个用户代号不能用作文件名。", en: "This handle cannot name a file." },
      {
        zh: "请用 1 到 48 个字节（一个汉字占三个），不含控制字符、引号和 / \\ : * ? < > | ，首尾不是空格或句点。",
        en: "Use 1 to 48 bytes (a Chinese character takes three) without control characters, quotes or / \\ : * ? < > | and no space or dot at either end.",
      },
    ],
    KEY_FILE_MISSING: ({ handle }) => [
      { zh: `这里没有 ${handle} 的密钥文件。`, en: `There is no key file of ${handle} here.` },
      { zh: "请检查代号，或用恢复单恢复密钥。", en: "Check the handle, or restore the key from its recovery kit." },
    ],
    KEY_FILE_EXISTS: ({ handle }) => [
      {
        zh: `${handle} 已有密钥文件，没有覆盖它。`,
        en: `There is a key file of ${handle} already; it was left as it is.`,
      },
      {
        zh: "请换一个代号，或先将原文件移到安全的地方。",
        en: "Choose another handle, or move the old file to a safe place first.",
      },
    ],
    KEY_FILE_CORRUPT: ({ handle, reason }) => [
      {
        zh: `${handle} 的密钥文件不能使用：${FILE_FLAWS[reason].zh}。`,
        en: `The key file of ${handle} cannot be used: ${FILE_FLAWS[reason].en}.`,
      },
      reason === "form" ? { zh: "请更新本软件，然后重试。", en: "Update this software, then try again." } : RESTORE,
    ],
    KEY_FILE_PARAMETERS: ({ handle, parameter, value }) => [
      {
        zh: `${handle} 的密钥文件要求的加密强度（${parameter} = ${value}）超出允许范围，没有打开它。`,
        en: `The key file of ${handle} asks for a protection outside the allowed bounds (${parameter} = ${value}) and was not opened.`,
      },
      RESTORE,
    ],
    KEY_FILE_UNREADABLE: ({ handle, cause }) => [
      {
        zh: `系统不允许读取${handle === "" ? "密钥文件夹" : ` ${handle} 的密钥文件`}（${cause}）。`,
        en: `The system does not let us read ${handle === "" ? "the key folder" : `the key file of ${handle}`} (${cause}).`,
      },
      {
        zh: "请检查它的权限，以及它是不是普通文件。",
        en: "Check its permissions, and that it is an ordinary file and no link.",
      },
    ],
    KEY_FOLDER_UNWRITABLE: ({ handle, cause }) => [
      {
        zh: `${handle} 的密钥文件没有写成（${cause}），原有文件未受影响。`,
        en: `The key file of ${handle} could not be written (${cause}); what was there before is untouched.`,
      },
      {
        zh: "请检查密钥文件夹的权限和磁盘空间，然后重试。",
        en: "Check the permissions of the key folder and the space on the disk, then try again.",
      },
    ],
    OTHER_NETWORK: ({ handle, network }) => [
      {
        zh: `${handle} 的密钥属于另一个网络（${network.slice(0, 16)}…），不能在这里使用。`,
        en: `The key of ${handle} belongs to another network (${network.slice(0, 16)}…) and cannot be used here.`,
      },
      { zh: "请打开那个网络，或为本网络新建密钥。", en: "Open that network, or make a new key for this one." },
    ],
    PASSPHRASE_WRONG: ({ handle, waitSeconds }) => [
      { zh: `口令打不开 ${handle} 的密钥。`, en: `This passphrase does not open the key of ${handle}.` },
      {
        zh: `请${waitSeconds === 0 ? "再试一次" : `等 ${waitSeconds} 秒再试`}；忘记口令可用恢复单重设。`,
        en: `${waitSeconds === 0 ? "Try" : `Wait ${seconds(waitSeconds)} and try`} again; a forgotten one is replaced with the recovery kit.`,
      },
    ],
    PASSPHRASE_DELAYED: ({ handle, waitSeconds }) => [
      {
        zh: `${handle} 的口令输错次数过多，这一次没有检查。`,
        en: `There were too many wrong passphrases for ${handle}, so this one was not looked at.`,
      },
      { zh: `请等 ${waitSeconds} 秒再试。`, en: `Wait ${seconds(waitSeconds)} and try again.` },
    ],
    PASSPHRASE_WEAK: ({ reason, charactersMin }) => [
      PASSPHRASE_FLAWS[reason],
      {
        zh: `请用至少 ${charactersMin} 个字符（一个汉字算两个），其中至少 5 个不同，且不与代号相同。`,
        en: `Use at least ${charactersMin} characters, five of them different, and not the handle (a Chinese character counts as two).`,
      },
    ],
    KEYSTORE_BUSY: ({ waitingMax }) => [
      { zh: `正有 ${waitingMax} 个口令等待检查。`, en: `${waitingMax} passphrases are waiting to be checked.` },
      { zh: "请稍候再试。", en: "Try again in a moment." },
    ],
    SESSION_LOCKED: () => [
      { zh: "密钥已锁定。", en: "The key is locked." },
      { zh: "请输入口令解锁，然后重试。", en: "Unlock it with the passphrase, then try again." },
    ],
    RECOVERY_KIT_MALFORMED: ({ line }) =>
      line === 0
        ? [
            { zh: "这段文字里没有恢复单的编号行。", en: "This text holds no numbered line of a recovery kit." },
            { zh: "请完整输入恢复单上带编号的各行。", en: "Enter all numbered lines of the sheet." },
          ]
        : [
            { zh: `恢复单第 ${line} 行有误或缺失。`, en: `Line ${line} of the recovery kit is wrong or missing.` },
            { zh: "请对照纸面检查这一行。", en: "Compare this line with the sheet." },
          ],
    RECOVERY_CODE_MALFORMED: () => [
      { zh: "恢复码输入有误。", en: "The recovery code has a slip in it." },
      {
        zh: "恢复码共 7 组，每组 4 个字符，请对照记录检查。",
        en: "It is seven groups of four characters: compare it with your note.",
      },
    ],
    RECOVERY_CODE_WRONG: ({ handle }) => [
      {
        zh: `这个恢复码不属于 ${handle} 的这份恢复单。`,
        en: `This recovery code does not belong to this kit of ${handle}.`,
      },
      {
        zh: "每份恢复单有自己的恢复码，请找出同时生成的那一个。",
        en: "Each kit has a code of its own: find the one made with it.",
      },
    ],
    KEY_REQUEST_MALFORMED: () => [
      { zh: "这个文件不是密钥登记申请。", en: "This file is not a key request." },
      {
        zh: "请让申请人重新发送由 ledger key new 生成的文件。",
        en: "Have the file that ledger key new made sent again.",
      },
    ],
    KEY_REQUEST_FORGED: ({ handle }) => [
      {
        zh: `${handle} 的登记申请与其中的密钥不符，可能被人改动过。`,
        en: `The request of ${handle} was not signed by the key in it; somebody may have altered it.`,
      },
      { zh: "请向本人核实，并让其重新生成申请。", en: "Ask the person, and have a new request made." },
    ],
    SIGNING_ITEM_MISSING: () => [
      {
        zh: "这一待签事项已签署、已撤回或超过五分钟。",
        en: "What was to be signed is already signed, was withdrawn, or is older than five minutes.",
      },
      { zh: "请重新发起，再确认一次。", en: "Start it again and confirm it." },
    ],
    SIGNING_DESK_FULL: ({ itemsMax }) => [
      { zh: `已有 ${itemsMax} 个事项等待确认。`, en: `${itemsMax} acts are already waiting to be confirmed.` },
      { zh: "请先确认或撤回其中一些，或等五分钟。", en: "Confirm or withdraw some of them, or wait five minutes." },
    ],
  };

function seconds(count: number): string {
  return count === 1 ? "1 second" : `${count} seconds`;
}
