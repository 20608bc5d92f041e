import type { EventEmitter } from "node:events";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { beginAnew, TestContents, TestSession, world } from "./electron.testing.ts";
import { guardContents, guardSession } from "./guards.ts";
import { isOutsideLink } from "./outside-links.ts";

vi.mock("electron", async () => import("./electron.testing.ts"));

beforeEach(() => beginAnew());

/** What `event` is asked to do when a page tries something. */
function happen(contents: EventEmitter, name: string, details: object): boolean {
  let isPrevented = false;
  contents.emit(name, { preventDefault: () => (isPrevented = true), ...details });
  return isPrevented;
}

function guarded(url: string): TestContents {
  const contents = new TestContents();
  contents.url = url;
  // The played contents have what the guard uses.
  guardContents(contents as unknown as Parameters<typeof guardContents>[0]);
  return contents;
}

describe("a page stays where it is", () => {
  test.each([
    "https://example.org/",
    "http://127.0.0.1:4000/",
    "file:///etc/passwd",
    "app://console/other",
    "app://sheet/",
    "app://console.evil/",
    "javascript:alert(1)",
    "data:text/html,x",
    "app://console/?a",
  ])("it does not go to %s", (url) => {
    expect(happen(guarded("app://console/#/inbox"), "will-navigate", { url })).toBe(true);
    expect(world.opened).toEqual([]);
  });

  test("it may be loaded anew, at any of its views", () => {
    for (const url of ["app://console/", "app://console/#/catalog"])
      expect(happen(guarded("app://console/#/inbox"), "will-navigate", { url })).toBe(false);
  });

  test("no redirect, no frame within it, no webview", () => {
    const contents = guarded("app://console/");
    expect(happen(contents, "will-redirect", { url: "app://console/" })).toBe(true);
    expect(happen(contents, "will-frame-navigate", { url: "app://console/", isMainFrame: false })).toBe(true);
    expect(happen(contents, "will-frame-navigate", { url: "app://console/", isMainFrame: true })).toBe(false);
    expect(happen(contents, "will-attach-webview", {})).toBe(true);
  });

  test("no further window; a link to a known site opens in the browser, by https and nothing else", () => {
    const contents = guarded("app://console/");
    const known = "https://c2sp.org/tlog-checkpoint";
    const unknown = ["https://evil.example/", "http://c2sp.org/", "file:///c2sp.org", "app://console/", "about:blank"];
    for (const url of [known, ...unknown]) expect(contents.openHandler?.({ url })).toEqual({ action: "deny" });
    expect(world.opened).toEqual([known]);
  });
});

test.each([
  ["https://c2sp.org/", true],
  ["https://C2SP.org/x?y#z", true],
  ["https://c2sp.org:8443/", false],
  ["https://c2sp.org@evil.example/", false],
  ["https://user:word@c2sp.org/", false],
  ["https://c2sp.org.evil.example/", false],
  ["https://xc2sp.org/", false],
  ["http://c2sp.org/", false],
  ["javascript://c2sp.org/%0aalert(1)", false],
  ["file:///etc/passwd", false],
  ["c2sp.org", false],
  ["", false],
])("an outside link: %j is %s", (url, isAllowed) => expect(isOutsideLink(url)).toBe(isAllowed));

describe("a session", () => {
  function guardedSession(): TestSession {
    const session = new TestSession();
    guardSession(session as unknown as Parameters<typeof guardSession>[0], "app://console/");
    return session;
  }

  const run = (session: TestSession, name: string, ...given: unknown[]): unknown =>
    (session.handlers[name] as ((...given: unknown[]) => unknown) | null | undefined)?.(...given);

  function isGranted(session: TestSession, permission: string, requestingUrl: string): boolean {
    let granted = false;
    run(session, "permission", {}, permission, (answer: boolean) => (granted = answer), { requestingUrl });
    return granted;
  }

  test("grants nothing but writing what a person copies, and that to its own page alone", () => {
    const session = guardedSession();
    const asked = [
      "media",
      "geolocation",
      "notifications",
      "midi",
      "clipboard-read",
      "openExternal",
      "fullscreen",
      "unknown",
    ];
    for (const permission of asked) {
      expect(isGranted(session, permission, "app://console/")).toBe(false);
      expect(run(session, "check", null, permission, "app://console/")).toBe(false);
    }
    expect(isGranted(session, "clipboard-sanitized-write", "app://console/#/inbox")).toBe(true);
    expect(run(session, "check", null, "clipboard-sanitized-write", "app://console")).toBe(true);
    for (const origin of ["app://sheet/", "https://console/", "app://console.evil/", ""]) {
      expect(isGranted(session, "clipboard-sanitized-write", origin)).toBe(false);
      expect(run(session, "check", null, "clipboard-sanitized-write", origin)).toBe(false);
    }
    expect(run(session, "device", {})).toBe(false);
    expect(session.handlers["display"]).toBeNull();
  });

  test.each([
    ["app://console/assets/a.js", false],
    ["devtools://devtools/bundled/x.js", false],
    ["blob:app://console/1", false],
    ["data:image/png;base64,", false],
    ["https://example.org/", true],
    ["http://127.0.0.1/", true],
    ["ws://127.0.0.1/rpc", true],
    ["wss://example.org/", true],
    ["ftp://example.org/", true],
    ["file:///etc/passwd", true],
    ["chrome://gpu/", true],
    ["not an address", true],
  ])("cancels what would leave the shell: %s is cancelled: %s", (url, cancel) => {
    let answer: unknown;
    run(guardedSession(), "request", { url }, (given: unknown) => (answer = given));
    expect(answer).toEqual({ cancel });
  });

  test("saves nothing from elsewhere", () => {
    const session = guardedSession();
    const download = (url: string): boolean => {
      let isPrevented = false;
      session.emit("will-download", { preventDefault: () => (isPrevented = true) }, { getURL: () => url });
      return isPrevented;
    };
    expect(download("https://example.org/a.exe")).toBe(true);
    expect(download("blob:app://console/1")).toBe(false);
  });
});
