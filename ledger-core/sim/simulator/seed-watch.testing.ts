/**
 * A thread beside the simulator that is told what to say of the run that has begun, and nothing once it has ended. A run may be stuck
 * without giving way to anybody, so this says it itself and ends the whole process.
 */
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

const STDERR = 2;
const { secondsMax } = workerData as { readonly secondsMax: number };
let ending: NodeJS.Timeout | undefined;

parentPort?.on("message", (words: string) => {
  clearTimeout(ending);
  if (words !== "") ending = setTimeout(() => endProcess(words), secondsMax * 1_000);
});

function endProcess(words: string): void {
  writeSync(STDERR, words);
  process.kill(process.pid, "SIGKILL");
}
