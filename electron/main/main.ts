/** The desktop application: one process for one user, which starts the node and opens the console. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { app, protocol } from "electron";
import { guardContents } from "./guards.ts";
import { ledgerFolderOf } from "./launch-options.ts";
import { appScheme } from "./pages.ts";
import { startShell } from "./shell.ts";
import type { Shell } from "./shell.ts";

/** This file is built to `build/electron/main.js`, beside everything else that is built. */
const builtElectron = dirname(fileURLToPath(import.meta.url));

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
app.on("web-contents-created", (_event, contents) => guardContents(contents));

let shell: Shell | undefined;

// The window of the program that runs already comes to the front instead.
if (app.requestSingleInstanceLock()) {
  app.on("second-instance", () => shell?.show());
  app.on("window-all-closed", () => app.quit());
  app.on("before-quit", (event) => {
    if (shell === undefined) return;
    // The node seals what it has accepted and closes the ledger before the program ends.
    event.preventDefault();
    const { stop } = shell;
    shell = undefined;
    void stop().then(() => app.quit());
  });
  // Never awaited here: Electron waits for the end of this file before it is ready.
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start(): void {
  const { argv } = process;
  shell = startShell({
    folder: ledgerFolderOf({ argv, isPackaged: app.isPackaged, userData: app.getPath("userData") }),
    built: { electron: builtElectron, renderer: join(builtElectron, "..", "renderer") },
  });
}
