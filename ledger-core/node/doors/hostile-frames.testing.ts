/**
 * A program that sends hostile frames to every procedure of a node, as many as its second argument says, through the channel that windows,
 * browsers and ports share. The first argument is the folder of a ledger whose founder has a key file. It ends with 0 if each frame was
 * answered in the interface's own terms or closed its connection, nothing was sealed, and nothing was left behind in the runtime.
 */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { inspect } from "node:util";
import fc from "fast-check";
import { z } from "zod";
import { peakBytesOf } from "#ledger-core/cli/bench/child-process.ts";
import { contract } from "#ledger-core/contract/api/contract.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { arbitraryOf } from "#ledger-core/kernel/testing/arbitrary.testing.ts";
import { fuzz, JSON_GRAMMAR, mutateText, mutateValue, mutations } from "#ledger-core/kernel/testing/hostile.testing.ts";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { createAttend } from "./call-channel.ts";
import { isCallFrame } from "./call-frame.ts";
import { CALLS_PER_CONNECTION_MAX } from "./door-limits.ts";

const HANDLE = "founder";
const PASSPHRASE = process.argv[4] ?? "";
/** Only a node that hangs needs so long: the case is then named, as any that fails is. */
const STUCK_MS = 60_000;
const ABORT = 4;

type JsonSchema = Readonly<Record<string, unknown>>;
type Procedure = { readonly path: string; readonly schema: JsonSchema | undefined };

/** Every procedure of the contract with the JSON Schema of what it takes. */
function proceduresIn(node: unknown, path: string): readonly Procedure[] {
  if (typeof node !== "object" || node === null) return [];
  if ("~orpc" in node) {
    const definition = node["~orpc"];
    const hasInput = typeof definition === "object" && definition !== null && "inputSchema" in definition;
    const input = hasInput && definition.inputSchema instanceof z.ZodType ? definition.inputSchema : undefined;
    const schema = input && z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
    return [{ path, schema: schema as JsonSchema | undefined }];
  }
  return Object.entries(node).flatMap(([name, inner]) => proceduresIn(inner, `${path}/${name}`));
}

const procedures = proceduresIn(contract, "");
/** Without those that turn a passphrase into a key or check the whole ledger: half a second each, and nothing to learn from a thousand times. */
const quickProcedures = procedures.filter(
  ({ path, schema }) => path !== "/ledger/verify" && !JSON.stringify(schema ?? "").includes('"passphrase"'),
);
const actions = [...cityRuleset.rules.values()].map(({ action }) => action);
const bodies = actions.flatMap(({ kind, body }, place) =>
  fc.sample(arbitraryOf(body), { numRuns: 6, seed: place }).map((value) => ({ kind, body: toJson(body, value) })),
);

/** One of the values, which may be undefined. */
function anyOf(random: Random, values: readonly unknown[]): unknown {
  return values[random.below(values.length)];
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const WORDS = [
  "",
  "a",
  "catalog.create",
  "proposal.approve",
  "kernel.person",
  "catalog.dataset",
  "../x",
  "00",
  "ff".repeat(32),
  "AAAA",
  "数据",
];

/** A value that mostly fits a JSON Schema. */
function valueOf(random: Random, schema: JsonSchema, depth = 0): unknown {
  const { type, properties, items } = schema;
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"])) return anyOf(random, schema["enum"]);
  const variants: unknown = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(variants)) {
    const variant = anyOf(random, variants);
    return isSchema(variant) ? valueOf(random, variant, depth) : null;
  }
  if (type === "object" && isSchema(properties)) {
    const required: unknown = schema["required"];
    const isNeeded = (name: string): boolean => Array.isArray(required) && required.includes(name);
    const fields = Object.entries(properties).filter(([name]) => isNeeded(name) || random.once(2));
    return Object.fromEntries(fields.map(([name, of]) => [name, isSchema(of) ? valueOf(random, of, depth + 1) : null]));
  }
  if (type === "array" && isSchema(items))
    return Array.from({ length: random.below(4) }, () => valueOf(random, items, depth + 1));
  if (type === "integer" || type === "number")
    return random.pick([0, 1, 2, 3, 5, 20, 50, 500, 2_026, 20_454, 2 ** 48, 2 ** 53 - 1, -1]);
  if (type === "boolean") return random.once(2);
  if (type === "null") return null;
  return type === "string" || depth > 2 ? random.pick(WORDS) : { a: [random.pick(WORDS), 1] };
}

/** What oRPC writes beside JSON for values that JSON has not; each names a place in the input, here often one that is not there. */
function metaOf(random: Random): unknown {
  const places = ["__proto__", "constructor", "prototype", "length", "key", "body", 0, -1, 1e9, {}, null];
  const item = (): unknown => [
    random.pick([0, 1, 2, 3, 4, 5, 6, 7, 99, "x"]),
    ...Array.from({ length: random.below(4) }, () => anyOf(random, places)),
  ];
  const count = random.pick([0, 1, 1, 2, 3, 2_000]);
  return random.once(4) ? anyOf(random, [null, "x", {}, [[]]]) : Array.from({ length: count }, item);
}

type Frame = {
  readonly i: string;
  readonly p: { readonly u: string; readonly b: { readonly json: unknown; readonly meta: unknown } };
};

function frameOf(random: Random): Frame {
  const { path, schema } = random.pick(random.once(40) ? procedures : quickProcedures);
  const isAct = path.startsWith("/signing/p");
  let json = isAct ? random.pick(bodies) : schema === undefined ? undefined : valueOf(random, schema);
  for (let left = random.below(3); left > 0; left--) json = mutateValue(random, json);
  const meta = random.once(4) ? metaOf(random) : undefined;
  return { i: random.once(40) ? "x".repeat(64) : String(random.below(1_000)), p: { u: path, b: { json, meta } } };
}

/** A frame that somebody could send: now and then sound, mostly with something in it changed, and sometimes no text at all. */
function hostileFrame(random: Random): unknown {
  const frame = JSON.stringify(frameOf(random));
  switch (random.below(24)) {
    case 0: {
      let mutated = frame;
      for (let left = mutations(random); left > 0; left--) mutated = mutateText(random, mutated, JSON_GRAMMAR);
      return mutated;
    }
    case 1:
      return anyOf(random, [
        undefined,
        null,
        7,
        {},
        [],
        new Uint8Array(9),
        new Map([[1, 2]]),
        Symbol.iterator,
        cyclic(),
        new Error("x"),
      ]);
    case 2:
      return frame.replace(
        /"u":"[^"]*"/,
        `"u":${JSON.stringify(random.pick(["/", "/a", "/system/status/", "/__proto__/toString", "/constructor", "/system/~orpc", "//x", "/a/b/c/d/e", "system/status"]))}`,
      );
    case 3:
      return frame.replace(
        '"p":{',
        random.pick([
          '"t":4,"p":{',
          '"t":3,"p":{',
          '"t":2,"p":{',
          '"t":"4","p":{',
          '"p":{"m":"GET",',
          '"p":{"h":{"x":"y"},',
          '"p":{"h":{"last-event-id":"9"},',
          '"p":{"s":200,',
        ]),
      );
    case 4:
      return JSON.stringify({ i: random.pick(["1", "2", "nobody's"]), t: 4 });
    case 5:
      return JSON.stringify(mutateValue(random, JSON.parse(frame)));
    default:
      return frame;
  }
}

function cyclic(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

const [folder = "", count = "1000"] = process.argv.slice(2);
const host = new NodeHost({ folder });
host.open();
const signedBefore = signedEntries();
const faults: unknown[] = [];
// Where the node says what should never happen.
console.error = (...said: unknown[]) => void faults.push(...said);
const attend = createAttend(createRouter(), (error) => void faults.push(error));
let sent = 0;
const outcomes = new Map<string, number>();
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype].map(
  (prototype) => [prototype, Reflect.ownKeys(prototype).length] as const,
);

/** One window: what it was sent, and whether it was cut off. */
class Window {
  readonly answers: {
    readonly i?: string;
    readonly t?: unknown;
    readonly p?: { readonly s?: number; readonly b?: unknown };
  }[] = [];
  refused = "";
  readonly #sent: unknown[] = [];
  readonly #expected = new Set<string>();
  #onFrame: (data: unknown) => void = () => undefined;
  #onClose: () => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor(client: ClientSession) {
    attend(
      {
        onFrame: (listener) => (this.#onFrame = listener),
        onClose: (listener) => (this.#onClose = listener),
        send: async (frame) => {
          this.answers.push(JSON.parse(frame) as (typeof this.answers)[number]);
          this.#wake();
        },
        refuse: (reason) => {
          this.refused = reason;
          this.#wake();
        },
      },
      { host, client, door: "shell" },
    );
  }

  send(frame: unknown): void {
    this.#sent.push(frame);
    this.#onFrame(frame);
  }

  close(): void {
    this.#onClose();
  }

  /** Of two calls with one id, and of one that is given up, nobody may expect more than one answer or any. */
  expect(frame: string): void {
    const { i, t } = JSON.parse(frame) as { readonly i: string; readonly t?: unknown };
    if (t === ABORT) this.#expected.delete(i);
    else this.#expected.add(i);
  }

  /** Until every call was answered, or the connection was cut off. */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`never answered: ${this.#sent.map(told).join("\n").slice(0, 2_000)}`)),
        STUCK_MS,
      );
    });
    const isSettled = (): boolean => [...this.#expected].every((id) => this.answers.some(({ i }) => i === id));
    while (this.refused === "" && !isSettled())
      await Promise.race([stuck, new Promise<void>((resolve) => (this.#wake = resolve))]);
    clearTimeout(timer);
  }
}

async function unlocked(): Promise<string> {
  return await host.ledger.keystore.unlock(HANDLE, PASSPHRASE);
}

let session = await unlocked();

async function run(random: Random): Promise<void> {
  if (host.ledger.keystore.findSession(session) === undefined) session = await unlocked();
  const isFlood = random.once(1_500);
  const frames = isFlood
    ? Array.from({ length: CALLS_PER_CONNECTION_MAX + 1 }, () => `{"i":"1","p":{"u":"/system/status","b":{}}}`)
    : Array.from({ length: 1 + random.below(3) }, () => hostileFrame(random));
  // What asks for passphrases is asked by somebody who is not unlocked: after a few wrong ones the right one has to wait as well.
  const isUnlocked = !random.once(3) && !frames.some((frame) => told(frame).includes("/session/"));
  const window = new Window({ id: randomUUID(), keystoreSession: isUnlocked ? session : undefined });
  for (const frame of frames) {
    const isFine = isCallFrame(frame);
    if (isFine) window.expect(frame);
    sent++;
    window.send(frame);
    if (!isFine && window.refused === "") throw new Error(`taken for a call: ${told(frame).slice(0, 500)}`);
    if (window.refused !== "") break;
  }
  if (isFlood && window.refused !== "too many calls") throw new Error("a flood was taken in");
  await window.settled();
  window.close();
  for (const { p: answer } of window.answers) {
    const body = JSON.stringify(answer?.b ?? null);
    const code = /"code":"([A-Z_]+)"/.exec(body)?.[1] ?? "";
    note(`${answer?.s ?? 200} ${code}`.trim());
    if ((answer?.s ?? 200) >= 500 || code === "INTERNAL")
      throw new Error(
        `broke over ${frames.map(told).join("\n").slice(0, 2_000)}\n${faults.splice(0).map(told).join("\n")}`,
      );
  }
  if (window.refused !== "") note(window.refused);
  if (faults.length > 0)
    throw new Error(
      `a fault over ${frames.map(told).join("\n").slice(0, 2_000)}\n${faults.splice(0).map(told).join("\n")}`,
    );
  for (const [prototype, keys] of prototypes)
    if (Reflect.ownKeys(prototype).length !== keys) throw new Error("a prototype was changed");
}

function signedEntries(): number {
  return host.ledger.reader.entries({ limit: 500 }).filter(({ form }) => form === FORM_TRANSACTION).length;
}

function told(said: unknown): string {
  if (typeof said === "string") return said;
  return said instanceof Error ? (said.stack ?? said.message) : inspect(said);
}

const note = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

const before = peakBytesOf(process.pid);
try {
  await fuzz(Number(count), run);
  if (signedEntries() !== signedBefore) throw new Error("something was sealed that nobody signed");
} catch (error) {
  writeSync(2, `${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const said = {
  frames: sent,
  procedures: procedures.length,
  outcomes: Object.fromEntries(outcomes),
  peakBytes: { before, after: peakBytesOf(process.pid) },
};
writeSync(1, `${JSON.stringify(said)}\n`);
await host.close();
process.exit(0);
