/** How long it takes from typing `ledger serve` until the console's page is there. */
import { spawn } from "node:child_process";
import { get } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { foundBenchLedger } from "./bench-ledger.ts";
import { median, round, spreadOf } from "./bench.ts";
import type { Bench } from "./bench.ts";

const ROUNDS = 3;
const LIMIT_SECONDS = 2;
const MAIN = join(import.meta.dirname, "..", "main.ts");

export const startBench: Bench = {
  name: "start",
  run: async ({ folder, signal }) => {
    const { ledger } = await foundBenchLedger(folder);
    await ledger.close();
    const seconds: number[] = [];
    for (let one = 0; one < ROUNDS && !signal.aborted; one++) seconds.push(await startOnce(folder));
    const spread = spreadOf(seconds);
    return [
      { name: "cold-start", value: round(median(seconds)), unit: "s", limit: LIMIT_SECONDS, ratio: null, spread },
    ];
  },
};

async function startOnce(folder: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, "serve", folder, "--no-open"], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    const line = await firstLine(child.stdout);
    const { url } = JSON.parse(line) as { readonly url: string };
    await load(url);
    return (performance.now() - started) / 1_000;
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("the console ended before it was there");
}

function load(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, (answer) => {
      answer.resume();
      answer.once("end", () => resolve());
    }).once("error", reject);
  });
}
