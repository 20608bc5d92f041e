import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

const NAME = "trusted-city-console";

/**
 * Where this machine remembers what it has seen of ledgers, outside their folders: the user's state folder as the system has it. The
 * variable of the XDG base directories counts on every system.
 */
export function stateFolder(): string {
  const { XDG_STATE_HOME: xdg = "", LOCALAPPDATA: local = "" } = process.env;
  if (isAbsolute(xdg)) return join(xdg, NAME);
  if (process.platform === "win32") return join(isAbsolute(local) ? local : join(homedir(), "AppData", "Local"), NAME);
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", NAME, "state");
  return join(homedir(), ".local", "state", NAME);
}
