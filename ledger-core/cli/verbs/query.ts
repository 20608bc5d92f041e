/** `ledger query`: any read of the contract, beside a running node. */
import { existsSync } from "node:fs";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { hasPast, isDerived, listQueries, runQuery } from "#ledger-core/node/query.ts";
import type { QueryAnswer, QueryDescription } from "#ledger-core/node/query.ts";
import { Failure, usageFailure } from "#ledger-core/cli/failure.ts";
import { parseGivenJson, readGivenJson } from "#ledger-core/cli/given-json.ts";
import { askPassphrase } from "#ledger-core/cli/passphrase.ts";
import { reachedHeight, withPast } from "#ledger-core/cli/past.ts";
import { requireWord, wholeNumber } from "#ledger-core/cli/require.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import type { Invocation, RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";
import { isObject } from "#ledger-core/contract/schema/json.ts";

type Arguments = Readonly<Record<string, unknown>>;
type AskedRead = { readonly name: string; readonly input: Arguments };

const PAST_STEP: Words = {
  zh: "过去的高度写作 --at HEIGHT，任何查询都可以。",
  en: "A height of the past is given as --at HEIGHT, with any query.",
};

export const run: RunVerb = async (invocation) => {
  const { output, words, options, path } = invocation;
  const [folder, name, given] = [path(requireWord(invocation, 0)), words[1], words[2]];
  const queries = listQueries();
  const host = new ReadingHost(folder);
  try {
    if (name === undefined) {
      output.result(
        { queries: queries.map((one) => ({ name: one.name, input: one.input ?? null })) },
        queries.map((one) => `${one.name} ${fieldsOf(one.input)}`.trimEnd()),
      );
      return 0;
    }
    const query = queries.find((one) => one.name === name);
    if (query === undefined) {
      const known = queries.map((one) => one.name).join(", ");
      throw usageFailure(
        { zh: `没有“${name}”这个查询；可用：${known}。`, en: `There is no query “${name}”; there are ${known}.` },
        "query",
      );
    }
    const at = wholeNumber(options, "at", "query");
    const input = given === undefined ? {} : argumentsOf(given, path);
    refuseUnknown(query, input);
    // A passphrase is typed before anything is made for it.
    const asker = await askerOf(invocation, host);
    if (at === undefined) return await answer(output, host, asker, { name, input });
    const height = heightOf(host, at, { name, input });
    // What takes a height itself is read from the changes of the log, with nothing to be made first.
    if (fieldNames(query.input).includes("at"))
      return await answer(output, host, asker, { name, input: { ...input, at: height } });
    return await withPast(invocation, { folder, height }, (past) => answer(output, past, asker, { name, input }));
  } finally {
    await host.close();
  }
};

async function answer(
  output: Output,
  host: ReadingHost,
  asker: Asker | undefined,
  { name, input }: AskedRead,
): Promise<0> {
  if (isDerived(name)) await host.follow();
  const { keystore } = host.ledger;
  const keystoreSession = asker === undefined ? undefined : await keystore.unlock(asker.handle, asker.passphrase);
  const client = { id: "command-line", keystoreSession };
  const answered = await runQuery({ host, client }, name, input);
  if (!answered.ok) throw failureOfAnswer(answered);
  output.result(answered.value, [JSON.stringify(answered.value, undefined, 2)]);
  return 0;
}

/** What a read takes: JSON as it is, or a file of it; nothing where nothing was given. */
function argumentsOf(given: string, path: Invocation["path"]): Arguments {
  const file = path(given);
  const isFile = !given.trimStart().startsWith("{") && existsSync(file);
  const value = isFile ? readGivenJson(file, given) : parseGivenJson(given, "ARGS");
  if (isObject(value)) return value;
  throw usageFailure({ zh: "ARGS 应是 JSON 对象。", en: "ARGS is a JSON object." }, "query");
}

/** What a read does not know it would pass over, and whoever asked for a height or an order would take the answer for that. */
function refuseUnknown({ name, input }: QueryDescription, given: Arguments): void {
  const known = fieldNames(input);
  const field = Object.keys(given).find((one) => !known.includes(one));
  if (field === undefined) return;
  const takes = `${name} ${fieldsOf(input)}`.trimEnd();
  throw usageFailure(
    {
      zh: `${name} 没有“${field}”这个参数；可用：${takes}。`,
      en: `${name} takes no “${field}”; what it takes: ${takes}.`,
    },
    "query",
    "at" in given ? PAST_STEP : undefined,
  );
}

/** The height of the past that a read is asked about. Throws a wrong usage. */
function heightOf(host: ReadingHost, at: number, { name, input }: AskedRead): number {
  if (!hasPast(name))
    throw usageFailure(
      { zh: `${name} 只问现在，没有过去的高度。`, en: `${name} is about the present and has no past.` },
      "query",
    );
  if ("at" in input)
    throw usageFailure(
      { zh: "高度给了两次：ARGS 中的 at 和 --at。", en: "Two heights were given: at within ARGS, and --at." },
      "query",
    );
  return reachedHeight(host.ledger, at, "query");
}

type Asker = { readonly handle: string; readonly passphrase: string };

/** Some reads are about whoever asks: with `--as` the person's key is opened for them. */
async function askerOf({ options, output }: Invocation, host: ReadingHost): Promise<Asker | undefined> {
  const handle = options.text("as");
  return handle === undefined ? undefined : { handle, passphrase: await askPassphrase(output, handle, host.ledger) };
}

function failureOfAnswer(answer: Extract<QueryAnswer, { ok: false }>): Failure {
  if (answer.why === "problem") {
    const { code, cause, next } = answer.problem;
    return new Failure(code, code === "NO_SUCH_RECORD" ? 1 : 3, cause, next);
  }
  const flaws = answer.flaws.join("; ");
  return usageFailure({ zh: `参数有误：${flaws}。`, en: `The arguments are wrong: ${flaws}.` }, "query");
}

function fieldNames(input: object | undefined): readonly string[] {
  return shapesOf(input).flatMap(({ properties }) => Object.keys(properties));
}

/** Names of the fields that a read takes, those that may be left out with a question mark. */
function fieldsOf(input: object | undefined): string {
  const fields = shapesOf(input).map(({ properties, required }) =>
    Object.keys(properties).map((field) => (required?.includes(field) === true ? field : `${field}?`)),
  );
  return fields.map((names) => `{${names.join(", ")}}`).join(" | ");
}

type Shape = { readonly properties: object; readonly required?: readonly string[] };

/** What is in the JSON Schema of a read's input: the fields of each form that it may have. */
function shapesOf(input: object | undefined): readonly Shape[] {
  const schema = (input ?? {}) as Partial<Shape> & { readonly anyOf?: readonly object[] };
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(shapesOf);
  return schema.properties === undefined ? [] : [{ ...schema, properties: schema.properties }];
}
