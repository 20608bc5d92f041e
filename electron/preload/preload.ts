/** The console's only way out of its page: one frozen object, and the port to the node. It runs sandboxed, before the page. */
import { contextBridge, ipcRenderer } from "electron";
import { portMessage, shellChannel } from "./messages.ts";
import type { ConsoleMessage } from "./messages.ts";

const ask = async (message: ConsoleMessage): Promise<unknown> => ipcRenderer.invoke(shellChannel, message);

// Electron hands ports to preloads only; the page takes a port from its own window and from nobody else.
ipcRenderer.on(shellChannel, (event, data: unknown) => {
  if (data === portMessage && event.ports.length === 1)
    globalThis.window.postMessage(portMessage, globalThis.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld(
  "consoleBridge",
  Object.freeze({
    requestPort: () => void ask({ kind: "port" }),
    confirm: async (digest: string) => ask({ kind: "confirm", digest }),
    unlock: async (handle: string) => ask({ kind: "unlock", handle }),
    saveAppearance: (language: "zh" | "en", theme: "light" | "dark" | "system") =>
      void ask({ kind: "appearance", language, theme }),
  }),
);
