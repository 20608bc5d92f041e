/** What this machine remembers of a network's log: one file for each in the user's state folder. */
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { parseObject, saveWhole, saveWholeMeanwhile } from "#ledger-core/node/small-file.ts";
import { readPlainText } from "#ledger-core/store/plain-file.ts";
import { stateFolder } from "./state-folder.ts";

export type Memory = {
  readonly origin: string;
  /** Entries that were sealed here, and their root in hex. */
  readonly size: number;
  readonly root: string;
  /** The signed note over both. */
  readonly checkpoint: string;
  /** Of the folder that sealed them, and where that folder was. */
  readonly place: string;
  readonly folder: string;
  /** True once a node has ended as it should: nothing was sealed behind `size`. */
  readonly closed: boolean;
};

const FORM = 1;
/** Far more than one has. */
const MEMORY_BYTES_MAX = 65_536;
const HASH_BYTES = 32;
/** No shorter than a memory, so that a disk without room for one is found. */
const PROBE = " ".repeat(4_096);

/** Undefined where the machine knows nothing of the network, or its file cannot be read as one. */
export function loadMemory(network: string): Memory | undefined {
  const path = pathOf(network);
  if (!existsSync(path)) return undefined;
  try {
    return parseMemory(readPlainText(path, MEMORY_BYTES_MAX));
  } catch {
    return undefined;
  }
}

/** Throws what the file system throws. Of two processes that save at the same moment each saves all of its own, and one of them the last. */
export function saveMemory(network: string, memory: Memory): void {
  saveWhole(draftOf(network), encodeMemory(memory), (draft) => renameSync(draft, pathOf(network)));
}

/** The same without having the thread wait. */
export async function saveMemoryMeanwhile(network: string, memory: Memory): Promise<void> {
  await saveWholeMeanwhile(draftOf(network), encodeMemory(memory), (draft) => rename(draft, pathOf(network)));
}

/** Throws what the file system throws. */
export function removeMemory(network: string): void {
  rmSync(pathOf(network), { force: true });
}

/** Where a network's memory would be if it cannot be saved there; undefined if it can. What is remembered is left as it is. */
export function unwritableMemory(network: string): string | undefined {
  const path = pathOf(network);
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
    // As a memory is saved: written, made durable and renamed.
    saveWhole(`${path}.probe`, PROBE);
    rmSync(`${path}.probe`);
    return undefined;
  } catch {
    return path;
  }
}

/** Another value whenever the memory was saved anew, whoever did it; undefined where there is none. Costs one look at the file system. */
export function memoryStamp(network: string): string | undefined {
  try {
    const found = statSync(pathOf(network), { bigint: true, throwIfNoEntry: false });
    return found === undefined ? undefined : `${found.ino} ${found.mtimeNs}`;
  } catch {
    return undefined;
  }
}

function pathOf(network: string): string {
  return join(stateFolder(), "ledgers", `${network}.json`);
}

/** No process writes into the draft of another. */
function draftOf(network: string): string {
  return `${pathOf(network)}.${process.pid}`;
}

function encodeMemory(memory: Memory): string {
  return `${JSON.stringify({ form: FORM, ...memory }, null, 1)}\n`;
}

function parseMemory(text: string): Memory | undefined {
  const json = parseObject(text);
  if (json === undefined || json["form"] !== FORM) return undefined;
  const { origin, size, root, checkpoint, place, folder, closed } = json;
  if (typeof origin !== "string" || typeof checkpoint !== "string" || typeof folder !== "string") return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  if (typeof root !== "string" || parseHex(root)?.length !== HASH_BYTES) return undefined;
  if (typeof place !== "string" || typeof closed !== "boolean") return undefined;
  return { origin, size, root, checkpoint, place, folder, closed };
}
