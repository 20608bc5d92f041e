import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { cpuMicrosecondsOf, endOf, peakBytesOf, runToEnd, stopChild } from "./child-process.ts";

const { signal } = new AbortController();

it("runs a program to its end and gives what it said; one that is absent or fails is no exception", async () => {
  const script = "process.stdin.pipe(process.stdout)";
  expect(await runToEnd(process.execPath, ["-e", script], { signal, input: "words" })).toEqual({
    ok: true,
    output: "words",
    errors: "",
  });
  expect(await runToEnd("no-program-of-this-name", [], { signal })).toMatchObject({ ok: false });
  expect(await runToEnd(process.execPath, ["-e", "process.exit(3)"], { signal, input: "unread" })).toMatchObject({
    ok: false,
  });
});

it("stops a program when it is told to", async () => {
  const controller = new AbortController();
  const endless = runToEnd(process.execPath, ["-e", "setInterval(() => {}, 1_000)"], { signal: controller.signal });
  controller.abort();
  expect(await endless).toMatchObject({ ok: false });
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1_000)"], { stdio: "ignore" });
  const ended = endOf(child);
  await stopChild(child, ended);
  expect(await ended).toBe(-1);
  expect(process.listeners("exit").filter(({ name }) => name === "end")).toEqual([]);
});

it("knows what a process has taken of the cores, on Linux", () => {
  const cpu = cpuMicrosecondsOf(process.pid);
  if (process.platform !== "linux") return expect(cpu).toBeUndefined();
  const { user, system } = process.cpuUsage();
  expect(cpu).toBeGreaterThan(0);
  expect(cpu).toBeLessThanOrEqual(user + system + 20_000);
});

it("knows the most that a process has had in memory, on Linux", () => {
  const before = peakBytesOf(process.pid);
  if (process.platform !== "linux") return expect(before).toBeUndefined();
  const room = Buffer.alloc(200_000_000, 1);
  expect(peakBytesOf(process.pid)).toBeGreaterThan(room.length);
  expect(peakBytesOf(process.pid)).toBeGreaterThanOrEqual(before ?? Number.NaN);
});
