/** Which addresses lie within this machine or its network. */
import { BlockList, isIP } from "node:net";

/** Loopback, link-local, private and unspecified addresses: RFC 1122, 1918, 3927, 4193, 4291 and 6598. */
const LOCAL = new BlockList();
for (const [start, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  LOCAL.addSubnet(start, prefix, "ipv4");
for (const [start, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  LOCAL.addSubnet(start, prefix, "ipv6");

/** True where the address itself says so, in any spelling. What another name stands for is not looked up. */
export function isLocalAddress({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, "");
  const version = isIP(host);
  if (version === 0) return host === "localhost" || host.endsWith(".localhost");
  return LOCAL.check(host, version === 4 ? "ipv4" : "ipv6");
}
