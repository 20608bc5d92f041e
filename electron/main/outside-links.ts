import { shell } from "electron";

/** Sites that the console's own texts refer to: the specifications of its proofs and of the formats it exchanges. */
const outsideHosts: ReadonlySet<string> = new Set([
  "c2sp.org",
  "www.rfc-editor.org",
  "resources.data.gov",
  "www.w3.org",
]);

/** True for an address that may leave this machine through the person's browser: https, a known host, and nothing smuggled in. */
export function isOutsideLink(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  const { protocol, hostname, port, username, password } = url;
  return protocol === "https:" && port === "" && username === "" && password === "" && outsideHosts.has(hostname);
}

/** Opens an allowed address in the person's browser; any other is ignored. */
export function openOutside(address: string): void {
  if (isOutsideLink(address)) void shell.openExternal(address);
}
