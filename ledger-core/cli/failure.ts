/** Why a command could not do its work: a code for scripts, a sentence and a next step for people, and the exit code. */
import type { ErrorCode, RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Words } from "./words.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

/** 0 is done and 130 is interrupted. */
export type FailureExit =
  /** The answer is no. */
  | 1
  /** Wrong usage. */
  | 2
  /** The surroundings: a file, a lock, a disk. */
  | 3;

/** What scripts and people are told of a command that did not do its work. */
export type Told = { readonly code: string; readonly reason: Words; readonly next: Words };

export class Failure extends Error implements Told {
  readonly code: string;
  readonly exit: FailureExit;
  readonly reason: Words;
  readonly next: Words;

  constructor(code: string, exit: FailureExit, cause: Words, next: Words, options?: { readonly cause: unknown }) {
    super(cause.en, options);
    this.code = code;
    this.exit = exit;
    this.reason = cause;
    this.next = next;
  }
}

/** The first Ctrl-C: what was begun is finished or left as it was, and the command ends. */
export class Interrupted extends Error {}

/** What is said then. */
export const INTERRUPTED: Told = {
  code: "INTERRUPTED",
  reason: { zh: "已中断，没有损坏任何内容。", en: "Interrupted; nothing was damaged." },
  next: { zh: "需要时请重新运行同一命令。", en: "Run the same command again when you want to go on." },
};

/** A command that was typed wrongly; `next` defaults to the help of the verb. */
export function usageFailure(cause: Words, verb: string, next?: Words): Failure {
  const help = {
    zh: `请查看 ledger ${verb} --help 中的用法和示例。`,
    en: `See ledger ${verb} --help for its usage and an example.`,
  };
  return new Failure("USAGE", 2, cause, next ?? help);
}

/** An act that the ledger did not perform: the answer is no, unless it is the node that cannot seal. */
export function refusalFailure(code: ErrorCode, data: RefusalData): Failure {
  const { cause, next } = problemOf(code, data);
  return new Failure(code, exitOfRefusal(code), cause, next);
}

/** 1 where the answer is no, 3 where it is the node that cannot seal now. */
export function exitOfRefusal(code: string): 1 | 3 {
  return NOT_NOW_CODES.has(code) ? 3 : 1;
}

const HELD_CODES: readonly ErrorCode[] = ["LEDGER_OLDER_THAN_SEEN", "LEDGER_FORKED", "LEDGER_COPIED"];
const NOT_NOW_CODES: ReadonlySet<string> = new Set(["NOT_SEALING", "QUEUE_FULL", "CLOCK_STEPPED", ...HELD_CODES]);

/** Any error as a failure; `file` is named where the operating system refuses one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof StoreError && error.code === "FOLDER_UNWRITABLE") return unwritableFailure(error);
  const problem = problemOfError(error);
  if (problem !== undefined)
    return new Failure(problem.code, exitOf(problem.code), problem.cause, problem.next, { cause: error });
  const system = systemFailure(error);
  if (system !== undefined) return system;
  return new Failure(
    "INTERNAL",
    3,
    {
      zh: "程序内部出错，已停止；账本没有受到影响。",
      en: "Something went wrong inside this program and it stopped; the ledger is untouched.",
    },
    { zh: "请报告上面的详细信息。", en: "Please report the details above." },
    { cause: error },
  );
}

/** Why a ledger is held for reading only, before anybody is asked for a passphrase; undefined if it may seal. */
export function heldFailure(stopped: Turnaway | undefined): Failure | undefined {
  if (stopped === undefined || !HELD_CODES.includes(stopped.code)) return undefined;
  return refusalFailure(stopped.code, stopped.data);
}

/** Codes of this program by which the command was typed wrongly, and those by which the answer is no; all others are the surroundings. */
const USAGE_CODES: ReadonlySet<string> = new Set([
  "UNKNOWN_KIND",
  "BODY_INVALID",
  "USCC_INVALID",
  "HANDLE_INVALID",
  "HANDLE_MALFORMED",
  "PASSPHRASE_WEAK",
]);
const NO_CODES: ReadonlySet<string> = new Set([
  "NO_SUCH_RECORD",
  "NOT_ENROLLED",
  "KEY_REQUEST_FORGED",
  "OTHER_NETWORK",
]);

function exitOf(code: string): FailureExit {
  if (USAGE_CODES.has(code)) return 2;
  return NO_CODES.has(code) ? 1 : 3;
}

/** Which folder it is: a ledger's, or one that a backup or a restored ledger is to be made in. */
function unwritableFailure(error: StoreError): Failure {
  const { code, data } = error;
  const { cause, next } = problemOf(code, data);
  const { folder, detail } = data;
  const why = typeof detail === "string" ? SYSTEM_WORDS[detail] : undefined;
  const because = why === undefined ? { zh: "", en: "" } : { zh: `（${why.zh}）`, en: ` (${why.en.toLowerCase()})` };
  const named = {
    zh: `无法创建或写入这个文件夹${because.zh}：${folder}。`,
    en: `This folder cannot be made or written to${because.en}: ${folder}.`,
  };
  return new Failure(code, exitOf(code), folder === undefined ? cause : named, next, { cause: error });
}

function systemFailure(error: unknown): Failure | undefined {
  const said = codeOf(error);
  if (!(error instanceof Error) || said === undefined || !/^E[A-Z]+$/.test(said)) return undefined;
  const path = "path" in error && typeof error.path === "string" ? error.path : "";
  const told = SYSTEM_WORDS[said] ?? {
    zh: `系统拒绝了操作（${said}）`,
    en: `The system refused (${said})`,
  };
  const code = said === "ENOENT" ? "FILE_MISSING" : said === "EADDRINUSE" ? "PORT_IN_USE" : "FILE_REFUSED";
  const named = path === "" ? { zh: "", en: "" } : { zh: `：${path}`, en: `: ${path}` };
  return new Failure(
    code,
    3,
    { zh: `${told.zh}${named.zh}。`, en: `${told.en}${named.en}.` },
    NEXT_STEPS[said] ?? {
      zh: "请检查路径和权限，然后重试。",
      en: "Check the path and its permissions, then try again.",
    },
    { cause: error },
  );
}

const NEXT_STEPS: Readonly<Record<string, Words>> = {
  EROFS: { zh: "请换一个可写的位置，然后重试。", en: "Name a place that can be written, then try again." },
  ENOSPC: { zh: "请腾出空间，然后重试。", en: "Free some space, then try again." },
  EEXIST: { zh: "请另取文件名，或先移走原有文件。", en: "Name another file, or move this one away first." },
  EADDRINUSE: { zh: "请用 --port 指定另一端口。", en: "Name another one with --port." },
};

const SYSTEM_WORDS: Readonly<Record<string, Words>> = {
  ENOENT: { zh: "没有这个文件或文件夹", en: "There is no such file or folder" },
  EACCES: { zh: "没有访问权限", en: "Access is not permitted" },
  EPERM: { zh: "没有访问权限", en: "Access is not permitted" },
  EROFS: { zh: "磁盘是只读的", en: "The disk is read-only" },
  EISDIR: { zh: "这里需要文件，却是文件夹", en: "This is a folder where a file is needed" },
  ENOTFILE: {
    zh: "这里需要普通文件，却是链接、管道或设备",
    en: "This is a link, a pipe or a device where a file is needed",
  },
  ENOTDIR: { zh: "这里需要文件夹，却是文件", en: "This is a file where a folder is needed" },
  EEXIST: { zh: "文件已存在，没有覆盖", en: "The file exists already and was left as it is" },
  ENOSPC: { zh: "磁盘已满", en: "The disk is full" },
  EADDRINUSE: { zh: "端口已被占用", en: "The port is in use" },
};
