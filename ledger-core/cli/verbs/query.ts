/** `ledger query`: any read of the contract, beside a running node. */
import { existsSync, readFileSync } from "node:fs";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { listQueries, runQuery } from "#ledger-core/node/query.ts";
import type { QueryAnswer } from "#ledger-core/node/query.ts";
import { Failure, usageFailure } from "#ledger-core/cli/failure.ts";
import { parseJson } from "#ledger-core/cli/files.ts";
import { askPassphrase } from "#ledger-core/cli/passphrase.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { Invocation, RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, words, path } = invocation;
  const [folder, name, given] = [requireWord(invocation, 0), words[1], words[2]];
  const queries = listQueries();
  const host = new ReadingHost(path(folder));
  try {
    if (name === undefined) {
      output.result(
        { queries: queries.map((query) => ({ name: query.name, input: query.input ?? null })) },
        queries.map((query) => `${query.name} ${fieldsOf(query.input)}`.trimEnd()),
      );
      return 0;
    }
    if (!queries.some((query) => query.name === name)) {
      const known = queries.map((query) => query.name).join(", ");
      throw usageFailure(
        { zh: `没有“${name}”这个查询；可用：${known}。`, en: `There is no query “${name}”; there are ${known}.` },
        "query",
      );
    }
    const client = { id: "command-line", keystoreSession: await sessionOf(invocation, host) };
    const answer = await runQuery({ host, client }, name, argumentsOf(given, path));
    if (!answer.ok) throw failureOfAnswer(answer);
    output.result(answer.value, [JSON.stringify(answer.value, undefined, 2)]);
    return 0;
  } finally {
    await host.close();
  }
};

/** What a read takes: JSON as it is, or a file of it; nothing where nothing was given. */
function argumentsOf(given: string | undefined, path: Invocation["path"]): unknown {
  if (given === undefined) return {};
  const file = path(given);
  const isFile = !given.trimStart().startsWith("{") && existsSync(file);
  return parseJson(isFile ? readFileSync(file, "utf8") : given, isFile ? given : "ARGS");
}

/** Some reads are about whoever asks: with `--as` the person's key is opened for them. */
async function sessionOf({ options, output }: Invocation, host: ReadingHost): Promise<string | undefined> {
  const person = options.text("as");
  if (person === undefined) return undefined;
  return await host.ledger.keystore.unlock(person, await askPassphrase(output, person, host.ledger));
}

function failureOfAnswer(answer: Extract<QueryAnswer, { ok: false }>): Failure {
  if (answer.why === "problem") {
    const { code, cause, next } = answer.problem;
    return new Failure(code, code === "NO_SUCH_RECORD" ? 1 : 3, cause, next);
  }
  const flaws = answer.flaws.join("; ");
  return usageFailure({ zh: `参数有误：${flaws}。`, en: `The arguments are wrong: ${flaws}.` }, "query");
}

/** Names of the fields that a read takes, those that may be left out with a question mark. */
function fieldsOf(input: object | undefined): string {
  const { properties, required, anyOf } = (input ?? {}) as {
    readonly properties?: object;
    readonly required?: readonly string[];
    readonly anyOf?: readonly object[];
  };
  if (anyOf !== undefined) return anyOf.map(fieldsOf).join(" | ");
  if (properties === undefined) return "";
  const names = Object.keys(properties).map((field) => (required?.includes(field) === true ? field : `${field}?`));
  return `{${names.join(", ")}}`;
}
