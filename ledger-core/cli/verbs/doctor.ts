/** `ledger doctor`: what this machine and a ledger's folder have and lack, and what to do. */
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Output } from "#ledger-core/cli/output.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import { failureOf } from "#ledger-core/cli/failure.ts";
import { PAGES_FOLDER } from "#ledger-core/cli/pages-folder.ts";
import type { Words } from "#ledger-core/cli/words.ts";

type DoctorCheck = { readonly name: string; readonly ok: boolean; readonly detail: string; readonly fix: string };
/** `needed`: without it the ledger does not work here; the others are for the window or the tests. */
type Found = { readonly ok: boolean; readonly needed: boolean; readonly detail: Words; readonly fix: Words };
/** `within`: a part of the ledger's folder, looked at only if what came before it is there. */
type Look = { readonly name: Words; readonly look: () => Found | Promise<Found>; readonly within?: boolean };

const NODE_MAJOR_MIN = 24;
const FREE_BYTES_MIN = 1_073_741_824;
/** A clock before the day of this program's making is wrong. */
const CLOCK_SECONDS_MIN = 1_790_000_000;
const CLOCK_STEP_SECONDS = 600;

const NOTHING: Words = { zh: "", en: "" };

export const run: RunVerb = async (invocation) => {
  const { output, words, path } = invocation;
  const folder = words[0] === undefined ? undefined : path(words[0]);
  const looks = [...machineLooks(folder ?? tmpdir()), ...(folder === undefined ? [] : ledgerLooks(folder))];
  const checks: DoctorCheck[] = [];
  let lacks = false;
  for (const { name, look, within } of looks) {
    // Where there is no ledger, nothing more is to be said of its parts.
    if (within === true && lacks) continue;
    const found = await lookSafely(look);
    lacks ||= found.needed && !found.ok;
    checks.push({
      name: output.words(name),
      ok: found.ok,
      detail: output.words(found.detail),
      fix: found.ok ? "" : output.words(found.fix),
    });
  }
  output.result({ checks }, lines(checks, output));
  return lacks ? 1 : 0;
};

function lines(checks: readonly DoctorCheck[], output: Output): readonly string[] {
  return checks.flatMap((check) => {
    const state = check.ok ? "ok  " : output.words({ zh: "缺  ", en: "lack" });
    return [`${state}  ${check.name}: ${check.detail}`, ...(check.fix === "" ? [] : [`      ${check.fix}`])];
  });
}

/** What goes wrong while looking is what was found. */
async function lookSafely(look: Look["look"]): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    const { code, reason, next } = failureOf(error);
    const detail = code === "INTERNAL" ? same(String(error)) : reason;
    return { ok: false, needed: true, detail, fix: next };
  }
}

function machineLooks(folder: string): readonly Look[] {
  return [
    { name: { zh: "Node", en: "Node" }, look: lookAtNode },
    { name: { zh: "数据库", en: "database" }, look: lookAtDatabase },
    { name: { zh: "密码学", en: "cryptography" }, look: lookAtCryptography },
    { name: { zh: "磁盘空间", en: "disk space" }, look: () => lookAtDisk(folder) },
    { name: { zh: "时钟", en: "clock" }, look: () => lookAtClock(0) },
    { name: { zh: "控制台页面", en: "console pages" }, look: lookAtPages },
    { name: { zh: "桌面外壳", en: "desktop shell" }, look: lookAtElectron },
    { name: { zh: "浏览器（测试用）", en: "browser for the tests" }, look: lookAtChromium },
  ];
}

function lookAtNode(): Found {
  const ok = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN;
  return {
    ok,
    needed: true,
    detail: same(`${process.versions.node} (${process.platform} ${process.arch})`),
    fix: { zh: `请使用 Node ${NODE_MAJOR_MIN} 或更新版本。`, en: `Use Node ${NODE_MAJOR_MIN} or newer.` },
  };
}

async function lookAtDatabase(): Promise<Found> {
  await import("#ledger-core/store/store.ts");
  return fine({ zh: "可用", en: "works" });
}

async function lookAtCryptography(): Promise<Found> {
  const { generateKeyPair, nodeSuite, signEd25519, wipe } = await import("#ledger-core/node/crypto-suite.ts");
  const pair = generateKeyPair();
  const message = nodeSuite.sha256(new Uint8Array());
  const ok = nodeSuite.verifyEd25519(pair.publicKey, message, signEd25519(pair.secretKey, message));
  wipe(pair.secretKey);
  return {
    ok,
    needed: true,
    detail: ok
      ? { zh: "签名和验证可用", en: "signs and verifies" }
      : { zh: "签名无法验证", en: "a signature does not verify" },
    fix: { zh: "请重新安装软件包。", en: "Install the packages again." },
  };
}

function lookAtDisk(folder: string): Found {
  const disk = statfsSync(existing(folder));
  const free = disk.bavail * disk.bsize;
  const gigabytes = (free / FREE_BYTES_MIN).toFixed(1);
  return {
    ok: free >= FREE_BYTES_MIN,
    needed: true,
    detail: { zh: `可用 ${gigabytes} GiB`, en: `${gigabytes} GiB free` },
    fix: { zh: "请至少留出 1 GiB 空间。", en: "Free at least 1 GiB." },
  };
}

function lookAtClock(lastBlock: number): Found {
  const now = Math.floor(Date.now() / 1_000);
  const ok = now >= CLOCK_SECONDS_MIN && now >= lastBlock - CLOCK_STEP_SECONDS;
  return {
    ok,
    needed: true,
    detail: same(new Date(now * 1_000).toISOString()),
    fix: {
      zh: "时钟落后，封存会停止。请校准系统时间。",
      en: "The clock is behind, so sealing stops. Set the system's time.",
    },
  };
}

function lookAtPages(): Found {
  const ok = existsSync(join(PAGES_FOLDER, "index.html"));
  return {
    ok,
    needed: false,
    detail: ok ? { zh: "已构建", en: "built" } : { zh: "尚未构建", en: "not built yet" },
    fix: { zh: "运行 npm start 会自动构建。", en: "npm start builds them." },
  };
}

function lookAtElectron(): Found {
  const fix = { zh: "没有它时，控制台在浏览器中打开。", en: "Without it the console opens in a browser." };
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
    const ok = existsSync(join(folder, "dist", "version"));
    return {
      ok,
      needed: false,
      detail: ok ? { zh: "已安装", en: "installed" } : { zh: "程序未下载", en: "its program is not downloaded" },
      fix,
    };
  } catch {
    return { ok: false, needed: false, detail: { zh: "未安装", en: "not installed" }, fix };
  }
}

function lookAtChromium(): Found {
  const names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
  return {
    ok: found !== undefined,
    needed: false,
    detail: found === undefined ? { zh: "没有 Chromium", en: "no Chromium" } : same(found),
    fix: { zh: "npm test 在 Debian 上以 root 运行时会安装它。", en: "npm test installs it on Debian as root." },
  };
}

function ledgerLooks(folder: string): readonly Look[] {
  return [
    { name: { zh: "账本", en: "ledger" }, look: () => lookAtLedger(folder) },
    { name: { zh: "文件夹", en: "folder" }, look: () => lookAtFolder(folder), within: true },
    { name: { zh: "账本密钥", en: "key of the log" }, look: () => lookAtLogKey(folder), within: true },
    { name: { zh: "人员密钥", en: "keys of people" }, look: () => lookAtKeys(folder), within: true },
  ];
}

async function lookAtLedger(folder: string): Promise<Found> {
  const { withReading } = await import("#ledger-core/cli/access.ts");
  const { statusOf } = await import("#ledger-core/node/status.ts");
  const status = await withReading(folder, statusOf);
  const clock = lookAtClock(status.time);
  if (!clock.ok) return clock;
  return fine({
    zh: `“${status.name}”，高度 ${status.height}，${status.entries} 个条目`,
    en: `“${status.name}”, height ${status.height}, ${status.entries} entries`,
  });
}

function lookAtFolder(folder: string): Found {
  accessSync(folder, constants.R_OK | constants.W_OK);
  return fine({ zh: "可读写", en: "can be read and written" });
}

async function lookAtLogKey(folder: string): Promise<Found> {
  const { withReading } = await import("#ledger-core/cli/access.ts");
  const { loadLogKey } = await import("#ledger-core/node/log-key.ts");
  const { logKeysEver } = await import("#ledger-core/node/log-signer.ts");
  const { wipe } = await import("#ledger-core/node/crypto-suite.ts");
  const key = await withReading(folder, (ledger) =>
    loadLogKey(folder, logKeysEver(ledger).at(-1)?.publicKey ?? new Uint8Array(0)),
  );
  wipe(key.secretKey);
  return fine({ zh: "可用", en: "sound" });
}

async function lookAtKeys(folder: string): Promise<Found> {
  const { withReading } = await import("#ledger-core/cli/access.ts");
  const { ledgerKeystore } = await import("#ledger-core/node/keystore/ledger-keystore.ts");
  const files = await withReading(folder, async ({ networkHex }) => ledgerKeystore(folder, networkHex).listKeyFiles());
  const refused = files.filter((file) => file.kind === "refused").map((file) => file.handle);
  if (refused.length === 0) return fine({ zh: `${files.length} 个，均可用`, en: `${files.length}, all sound` });
  return {
    ok: false,
    needed: false,
    detail: { zh: `不能使用：${refused.join("、")}`, en: `cannot be used: ${refused.join(", ")}` },
    fix: {
      zh: "请从备份取回，或用恢复单恢复。",
      en: "Bring them back from a backup, or restore them from a recovery kit.",
    },
  };
}

function fine(detail: Words): Found {
  return { ok: true, needed: true, detail, fix: NOTHING };
}

function same(text: string): Words {
  return { zh: text, en: text };
}

/** The folder, or the nearest above it that exists. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}
