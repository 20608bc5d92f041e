/** Where a verb puts what it takes out of a ledger, as `-o` names it: never among the ledger's own files. */
import { existsSync } from "node:fs";
import { wayInto } from "#ledger-core/node/way-into.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { Failure } from "./failure.ts";
import { requireText, requireWord } from "./require.ts";
import type { Invocation } from "./verb.ts";

type Given = Pick<Invocation, "options" | "path" | "words">;

/** The path of `-o`; undefined where it was not given. Throws TARGET_INSIDE for the ledger's folder, the first word, and all within it. */
export function outputPath(given: Given): string | undefined {
  const named = given.options.text("output");
  return named === undefined ? undefined : pathOutside(given, named);
}

/** The same of a verb that cannot do without it. Throws a wrong usage where it is missing. */
export function requireOutputPath(given: Given, verb: string): string {
  return pathOutside(given, requireText(given.options, "output", verb));
}

function pathOutside(given: Given, named: string): string {
  const [folder, target] = [given.path(requireWord(given, 0)), given.path(named)];
  // A folder without a ledger has nothing that could be spoilt: a form to fill in is written without one.
  if (existsSync(ledgerFile(folder)) && wayInto({ folder, path: target }) !== undefined) throw insideFailure(target);
  return target;
}

function insideFailure(target: string): Failure {
  return new Failure(
    "TARGET_INSIDE",
    2,
    {
      zh: `这里是账本文件夹，或位于其中，写入会损坏账本；没有写出任何内容：${target}。`,
      en: `This is the ledger's own folder or lies within it, and writing there could spoil the ledger; nothing was written: ${target}.`,
    },
    { zh: "请在账本文件夹之外另取一个位置。", en: "Name a place outside of the ledger's folder." },
  );
}
