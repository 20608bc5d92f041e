/** `ledger recover`: a ledger that is held for reading only goes on, with another key and under the log's next name; a lost key comes back. */
import { handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { isOfLog } from "#ledger-core/node/fsck/check-codes.ts";
import { prepareHandover } from "#ledger-core/node/hand-over.ts";
import { holdsLogKey, takeBackLogKey } from "#ledger-core/node/log-key.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import type { LogOf } from "#ledger-core/node/log-signer.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { entriesSeen, judgePlace, originalOf } from "#ledger-core/node/outside/judge-place.ts";
import { unwritableMemory } from "#ledger-core/node/outside/memory-file.ts";
import { withReading, withWriting } from "#ledger-core/cli/access.ts";
import type { LedgerAccess } from "#ledger-core/cli/access.ts";
import { printAnswer } from "#ledger-core/cli/answer.ts";
import { checkShown } from "#ledger-core/cli/check-shown.ts";
import { Failure, Interrupted } from "#ledger-core/cli/failure.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import { requireText, requireWord } from "#ledger-core/cli/require.ts";
import { unlockSigner } from "#ledger-core/cli/signer.ts";
import type { Invocation, RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const folder = path(requireWord(invocation, 0));
  const copy = options.text("log-key");
  if (copy !== undefined) return await takeBack(invocation, folder, path(copy));
  const reason = requireText(options, "reason", "recover");
  const held = await withReading(folder, (ledger) => {
    if (!holdsLogKey(folder, inForce(ledger))) throw keyFailure();
    return judgePlace(ledger);
  });
  if (held === undefined)
    throw new Failure(
      "RECOVERY_NOT_NEEDED",
      1,
      { zh: "这个账本可以正常封存，不需要恢复。", en: "This ledger can be written; there is nothing to recover from." },
      { zh: "只需更换密钥时请用 ledger rotate-log-key。", en: "To change only its key, use ledger rotate-log-key." },
    );
  await refuseDamaged(invocation, folder);
  return await withWriting(
    folder,
    async (access) => {
      const { ledger } = access;
      // Not remembered here, it would be held again at once, and its log renamed by each attempt.
      const unwritable = unwritableMemory(ledger.networkHex);
      if (unwritable !== undefined) throw memoryFailure(unwritable);
      warnOfOriginal(output, ledger);
      const signer = await unlockSigner(access, output, options.text("as"));
      const body = { ...prepareHandover(ledger, "recovered"), seen: entriesSeen(ledger.networkHex), reason };
      const code = printAnswer(await signer.perform("log.recover", body), output);
      const { vkey } = logIdentity(ledger);
      if (code === 0)
        output.say({
          zh: `请公布新的验证密钥：${vkey}`,
          en: `Publish the log’s new vkey: ${vkey}`,
        });
      return code;
    },
    { whileHeld: true },
  );
};

/** A copy that was made while its node was at work may open and be wrong all the same: nobody is to go on from such a one. */
async function refuseDamaged(invocation: Invocation, folder: string): Promise<void> {
  const { problems } = await checkShown(folder, invocation);
  if (invocation.signal.aborted) throw new Interrupted();
  const first = problems.find((problem) => isOfLog(problem));
  if (first === undefined) return;
  throw new Failure(
    "LEDGER_DAMAGED",
    3,
    {
      zh: `这个文件夹不完好，不能由它继续：${first.where}：${first.words.zh}`,
      en: `This folder is not sound, so nothing can go on from it: ${first.where}: ${first.words.en}`,
    },
    {
      zh: "用 ledger fsck 查看全部问题，并改用完好的备份。",
      en: "ledger fsck names all problems; take a backup that is sound instead.",
    },
  );
}

/** Before anybody signs: what goes on here leaves behind what was sealed there. */
function warnOfOriginal(output: Output, ledger: LedgerAccess["ledger"]): void {
  const original = originalOf(ledger);
  if (original === undefined) return;
  const size = ledger.reader.head()?.size ?? 0;
  output.say({
    zh: `注意：原账本仍在 ${original.folder}，有 ${original.entries} 个条目，这里有 ${size} 个。此处继续之后，那里只能阅读。`,
    en: `Note: the original is still at ${original.folder}, with ${original.entries} entries; here there are ${size}. Once this folder goes on, that one is only read.`,
  });
}

/** No entry is needed for it: it is the same key, in its place again. */
async function takeBack({ output }: Invocation, folder: string, copy: string): Promise<0> {
  const isDone = await withReading(folder, (ledger) => {
    const publicKey = inForce(ledger);
    if (holdsLogKey(folder, publicKey)) return false;
    try {
      takeBackLogKey(folder, copy, publicKey);
    } catch (error) {
      throw copyFailure(error, copy) ?? error;
    }
    return true;
  });
  output.result({ folder, restored: isDone ? "log.key" : null }, [
    output.words(
      isDone
        ? {
            zh: "日志密钥已取回，账本可以继续封存。",
            en: "The log’s key is back in its place; the ledger can seal again.",
          }
        : { zh: "日志密钥完好，没有改动。", en: "The log’s key is in its place; nothing was changed." },
    ),
  ]);
  return 0;
}

function inForce({ reader, first }: LogOf): Uint8Array {
  return logKeyAfter(first, handoverRows(new Rows(reader.rows()))).publicKey;
}

function keyFailure(): Failure {
  return new Failure(
    "LOG_KEY_LOST",
    3,
    {
      zh: "日志密钥丢失或损坏：没有它，谁也不能把日志交给新密钥。",
      en: "The log’s key is lost or damaged: without it nobody can hand the log over to another.",
    },
    KEY_NEXT,
  );
}

const KEY_NEXT: Words = {
  zh: "用 ledger recover --log-key 取回上次更换密钥之后所做备份中的 log.key。",
  en: "Take log.key back from a backup made since the key was last changed, with ledger recover --log-key.",
};

/** Why a file is no copy of the key; undefined for other failures. */
function copyFailure(error: unknown, copy: string): Failure | undefined {
  if (!(error instanceof NodeError) || error.code !== "LOG_KEY_DAMAGED") return undefined;
  const causes: Readonly<Record<string, Words>> = {
    missing: { zh: `没有文件“${copy}”。`, en: `There is no file “${copy}”.` },
    "another-key": {
      zh: `“${copy}”是另一个日志的密钥，或是这个日志以前的密钥。`,
      en: `“${copy}” is the key of another log, or one that this log had before.`,
    },
  };
  const cause = causes[String(error.data["reason"])] ?? {
    zh: `“${copy}”不是日志密钥文件，或已被更改。`,
    en: `“${copy}” is no file with a log’s key, or it was altered.`,
  };
  return new Failure("LOG_KEY_DAMAGED", 3, cause, KEY_NEXT, { cause: error });
}

function memoryFailure(path: string): Failure {
  return new Failure(
    "MEMORY_UNWRITABLE",
    3,
    {
      zh: `无法写入 ${path}，这台电脑记不住由哪个文件夹继续。没有封存任何内容。`,
      en: `${path} cannot be written, so this computer could not remember which folder goes on. Nothing was sealed.`,
    },
    {
      zh: "请腾出空间或更正权限，然后重试。",
      en: "Make room, or correct the permissions, then try again.",
    },
  );
}
