/** Passphrases: from the environment, or typed at a terminal that does not show them; never from an argument, which other programs see. */
import { demoPassphrase } from "#ledger-core/node/demo-people.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { Failure, Interrupted } from "./failure.ts";
import type { Output } from "./output.ts";
import type { Words } from "./words.ts";

const VARIABLE = "LEDGER_PASSPHRASE";

/** The passphrase that opens a person's key; a demo has one for all of its keys. Throws PASSPHRASE_NEEDED where nobody can be asked. */
export async function askPassphrase(
  output: Output,
  person: string,
  ledger: Pick<ReadLedger, "folder" | "genesis">,
): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined) return given;
  if (ledger.genesis.purpose === "demo") return demoPassphrase(ledger.folder);
  return await prompt(output, { zh: `${person} 的口令：`, en: `Passphrase of ${person}: ` });
}

/** A new passphrase, typed twice where it is typed. */
export async function askNewPassphrase(output: Output, person: string): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined) return given;
  const first = await prompt(output, { zh: `为 ${person} 设置口令：`, en: `New passphrase of ${person}: ` });
  const second = await prompt(output, { zh: "再输入一次：", en: "Once more: " });
  if (first === second) return first;
  throw new Failure(
    "PASSPHRASES_DIFFER",
    2,
    { zh: "两次输入的口令不同。", en: "The two passphrases differ." },
    { zh: "请重新运行。", en: "Run the command again." },
  );
}

const ENTER = new Set(["\r", "\n", "\u0004"]);
const BACK = new Set(["\u007f", "\b"]);

async function prompt(output: Output, words: Words): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    throw new Failure(
      "PASSPHRASE_NEEDED",
      3,
      {
        zh: "需要口令，而这里没有终端可供输入。",
        en: "A passphrase is needed and there is no terminal to type it at.",
      },
      { zh: `请在环境变量 ${VARIABLE} 中给出口令。`, en: `Give it in the environment variable ${VARIABLE}.` },
    );
  stderr.write(output.words(words));
  stdin.setEncoding("utf8");
  stdin.setRawMode(true);
  stdin.resume();
  try {
    return await typed();
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

async function typed(): Promise<string> {
  let text = "";
  for (;;) {
    const piece = await new Promise<string>((resolve) => process.stdin.once("data", (data) => resolve(String(data))));
    for (const character of piece) {
      if (character === "\u0003") throw new Interrupted();
      if (ENTER.has(character)) return text;
      if (BACK.has(character)) text = [...text].slice(0, -1).join("");
      else text += character;
    }
  }
}
