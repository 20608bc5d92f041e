/**
 * A client in a process of its own: hands in signed acts over HTTP as fast as they are taken, on connections that stay open, and counts
 * what was sealed. It is told on its standard input where and what; it prints what it took.
 */
import { Agent, request } from "node:http";
import { readFileSync } from "node:fs";
import { json, text } from "node:stream/consumers";

/** Where to hand in, and a file of submissions, each after its length in four bytes. */
export type DoorOrder = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly file: string;
  readonly connections: number;
};

export type DoorTimes = {
  readonly sealed: number;
  readonly milliseconds: number;
  /** Of this process. */
  readonly cpuMicroseconds: number;
};

type Outcome = { readonly state?: string; readonly code?: string };

const LENGTH_BYTES = 4;
const order = (await json(process.stdin)) as DoorOrder;
process.stdout.write(JSON.stringify(await handInAll(order)));

async function handInAll({ url, headers, file, connections }: DoorOrder): Promise<DoorTimes> {
  const submissions = readSubmissions(readFileSync(file));
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  let sealed = 0;
  const client = async (): Promise<void> => {
    for (let body = submissions[next++]; body !== undefined; body = submissions[next++]) {
      const answer = await post({ url, headers, agent, body });
      sealed += countSealed(answer);
    }
  };
  const before = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, client));
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  return { sealed, milliseconds, cpuMicroseconds: user + system };
}

function readSubmissions(bytes: Buffer): readonly Buffer[] {
  const submissions: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + LENGTH_BYTES + bytes.readUInt32BE(at);
    submissions.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return submissions;
}

type Post = Pick<DoorOrder, "url" | "headers"> & { readonly agent: Agent; readonly body: Buffer };

function post({ url, headers, agent, body }: Post): Promise<string> {
  return new Promise((resolve, reject) => {
    const type = { "Content-Type": "application/octet-stream", "Content-Length": body.length };
    const sent = request(url, { method: "POST", agent, headers: { ...headers, ...type } }, (answer) => {
      text(answer).then((words) => {
        if (answer.statusCode === 200) resolve(words);
        else reject(new Error(`the benchmark's submission was refused with ${answer.statusCode}: ${words}`));
      }, reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function countSealed(words: string): number {
  const outcomes = JSON.parse(words) as readonly Outcome[];
  const other = outcomes.find(({ state }) => state !== "executed");
  if (other !== undefined) throw new Error(`the benchmark's act was refused: ${other.code}`);
  return outcomes.length;
}
