import { spawnSync, type SpawnSyncOptions } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say } from "./bootstrap.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
const installed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};
const debianPackages = ["chromium", "fonts-noto-cjk", "fontconfig"];

/**
 * Path of a Chromium for the browser tests. On Debian as root it is installed when missing, with Chinese fonts, without which the
 * pages would be boxes. Undefined, after one sentence on stderr, where there is none and none can be had.
 */
export function ensureChromium(): string | undefined {
  const found = findChromium();
  if ((found === undefined || !hasChineseFonts()) && canInstall()) installWithApt();
  const path = findChromium();
  if (path === undefined) {
    say(
      "本机没有 Chromium 或 Chrome，也无法安装：请用 CHROMIUM_PATH 指定一个。",
      "There is no Chromium or Chrome here and none could be installed; set CHROMIUM_PATH to one.",
    );
  } else if (!hasChineseFonts())
    say(
      "本机没有中文字体，浏览器测试的页面会显示方框。",
      "There is no Chinese font here; the pages of the browser tests show boxes.",
    );
  return path;
}

function findChromium(): string | undefined {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen !== undefined && chosen !== "") return existsSync(chosen) ? chosen : undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...candidates, ...(installed[process.platform] ?? [])].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Only Linux comes without Chinese fonts. */
function hasChineseFonts(): boolean {
  if (process.platform !== "linux") return true;
  const { stdout } = spawnSync("fc-list", [":lang=zh", "family"], { encoding: "utf8" });
  return typeof stdout === "string" && stdout.trim() !== "";
}

function canInstall(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

function installWithApt(): void {
  say(
    "正在为浏览器测试安装 Chromium 和中文字体（约一分半钟）……",
    "Installing Chromium and Chinese fonts for the browser tests (about a minute and a half)...",
  );
  const options: SpawnSyncOptions = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", 2, 2],
  };
  const wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"];
  spawnSync("apt-get", [...wait, "update"], options);
  const { status } = spawnSync(
    "apt-get",
    [...wait, "-y", "--no-install-recommends", "install", ...debianPackages],
    options,
  );
  if (status !== 0) say("apt-get 未能安装，原因见上文。", "apt-get could not install them; its message is above.");
}
