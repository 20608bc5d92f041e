/** What no page of the shell may do, whatever happens in it. */
import type { Session, WebContents, WillNavigateEvent } from "electron";
import { openOutside } from "./outside-links.ts";
import { isPage } from "./pages.ts";

/** Ways of the page's own files and data; the developer tools bring their own. */
const insideProtocols: ReadonlySet<string> = new Set(["app:", "devtools:", "blob:", "data:"]);

/** The permissions that a page may have: writing what a person copies. Everything else is denied; Electron's default is to grant. */
const grantedPermissions: ReadonlySet<string> = new Set(["clipboard-sanitized-write"]);

/** True for an address that a page may load: nothing in it comes over a network. */
export function isInside(address: string): boolean {
  return insideProtocols.has(URL.parse(address)?.protocol ?? "");
}

/** Denies permissions, devices and every request that would leave the shell; `page` is the only one served in this session. */
export function guardSession(session: Session, page: string): void {
  const grants = (permission: string, origin: string): boolean =>
    grantedPermissions.has(permission) && `${origin}/`.startsWith(page);
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(grants(permission, originOf(requestingUrl))),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => grants(permission, originOf(origin)));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isInside(url) }));
  session.on("will-download", (event, item) => {
    if (!isInside(item.getURL())) event.preventDefault();
  });
}

/** Keeps a page where it is: no other page, no further window, no page within it. Links to known sites open in the browser. */
export function guardContents(contents: WebContents): void {
  const stay = (event: Pick<WillNavigateEvent, "url" | "preventDefault">): void => {
    const current = contents.getURL();
    const page = current.slice(0, current.includes("#") ? current.indexOf("#") : undefined);
    if (page !== "" && isPage(event.url, page)) return;
    event.preventDefault();
    openOutside(event.url);
  };
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: "deny" };
  });
}

function originOf(address: string): string {
  const url = URL.parse(address);
  return url === null ? "" : `${url.protocol}//${url.host}`;
}
