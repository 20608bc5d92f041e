/**
 * Where the local socket of a ledger's folder is. Usually `node.sock` in the folder; where that path is longer than systems
 * take, in a private folder of the temporary folder; on Windows a named pipe. Then `node.sock-path` in the folder says where.
 */
import { lstatSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite, randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { readPlainText } from "#ledger-core/store/plain-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { SOCKET_PATH_BYTES_MAX } from "./door-limits.ts";

const SOCKET_NAME = "node.sock";
const POINTER_NAME = "node.sock-path";
const PIPE_PREFIX = "\\\\.\\pipe\\";
const PIPE_NAME_BYTES = 24;
const PATH_HASH_HEX = 24;
/** Room for the name under which a socket is made before it gets its own. */
const TEMPORARY_NAME_BYTES = 24;
const PRIVATE = 0o700;

/** A path to listen on, and the pointer file in the folder where it needs one. */
export type SocketPlace = { readonly path: string; readonly pointer: string | undefined };

/** Where a node listens. Makes folders that are missing; throws FOLDER_UNWRITABLE if it cannot, or another user owns one. */
export function placeSocket(folder: string): SocketPlace {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
    return choosePlace(folder);
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError("FOLDER_UNWRITABLE", { folder }, { cause: error });
  }
}

function choosePlace(folder: string): SocketPlace {
  const real = realpathSync(folder);
  const pointer = join(real, POINTER_NAME);
  if (process.platform === "win32") {
    return { path: `${PIPE_PREFIX}trusted-city-${encodeHex(randomBytes(PIPE_NAME_BYTES))}`, pointer };
  }
  const direct = join(real, SOCKET_NAME);
  if (fits(direct)) return { path: direct, pointer: undefined };
  const hash = encodeHex(nodeSuite.sha256(Buffer.from(real, "utf8"))).slice(0, PATH_HASH_HEX);
  const names = [tmpdir(), "/tmp"].map((parent) => join(parent, `trusted-city-${userInfo().uid}-${hash}`, SOCKET_NAME));
  const path = names.find(fits);
  if (path === undefined) throw new StoreError("FOLDER_UNWRITABLE", { folder });
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE });
  if (!isPrivateFolder(dirname(path))) throw new StoreError("FOLDER_UNWRITABLE", { folder: dirname(path) });
  return { path, pointer };
}

/** Tells clients where the socket is, or that it is where they look first. What stands in the pointer's place goes: it may be a link. */
export function notePlace(folder: string, { path, pointer }: SocketPlace): void {
  rmSync(pointer ?? join(folder, POINTER_NAME), { force: true });
  if (pointer !== undefined) writeFileSync(pointer, `${path}\n`, { flag: "wx", mode: 0o600 });
}

/** Leaves nothing of a place behind. */
export function clearPlace({ path, pointer }: SocketPlace): void {
  if (process.platform !== "win32") rmSync(path, { force: true });
  if (pointer === undefined) return;
  rmSync(pointer, { force: true });
  if (process.platform !== "win32") rmSync(dirname(path), { recursive: true, force: true });
}

/** Where clients of a folder's node connect; undefined if no node has ever listened, or what is there is not this user's. */
export function findSocket(folder: string): string | undefined {
  try {
    const real = realpathSync(folder);
    const pointed = readPointer(real);
    if (pointed !== undefined && !isAbsolute(pointed)) return undefined;
    const path = pointed ?? join(real, SOCKET_NAME);
    if (process.platform === "win32") return path.startsWith(PIPE_PREFIX) ? path : undefined;
    const status = lstatSync(path);
    return status.isSocket() && isTrusted(status.uid) ? path : undefined;
  } catch {
    return undefined;
  }
}

function readPointer(folder: string): string | undefined {
  try {
    return readPlainText(join(folder, POINTER_NAME)).trim();
  } catch {
    return undefined;
  }
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) + TEMPORARY_NAME_BYTES <= SOCKET_PATH_BYTES_MAX;
}

/** The temporary folder belongs to everybody, so a folder in it may be anybody's. */
function isPrivateFolder(path: string): boolean {
  const status = lstatSync(path);
  return status.isDirectory() && status.uid === userInfo().uid && (status.mode & 0o077) === 0;
}

/** The system's administrator may speak with any user's node. */
function isTrusted(owner: number): boolean {
  const { uid } = userInfo();
  return owner === uid || uid === 0;
}
