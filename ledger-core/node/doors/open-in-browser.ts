/** The person's own browser, started from a program without a window. */
import { spawn } from "node:child_process";

/** Opens an address where there is a screen. A browser that cannot be started is no reason to stop: the address was printed. */
export function openInBrowser(url: string): void {
  if (!hasScreen()) return;
  const [program, ...before] = OPENERS[process.platform] ?? ["xdg-open"];
  if (program === undefined) return;
  const child = spawn(program, [...before, url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

function hasScreen(): boolean {
  const { CI, DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = process.env;
  if (CI !== undefined) return false;
  if (process.platform === "linux") return DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  return SSH_CONNECTION === undefined;
}
