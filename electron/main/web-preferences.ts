import type { Session, WebPreferences } from "electron";

/** How every page of the shell runs: sandboxed, apart from its preload, without Node, without anything experimental. */
export function webPreferencesFor(options: {
  readonly preload: string;
  readonly session: Session;
  readonly devTools: boolean;
}): WebPreferences {
  return {
    ...options,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    experimentalFeatures: false,
    allowRunningInsecureContent: false,
    safeDialogs: true,
    spellcheck: false,
  };
}
