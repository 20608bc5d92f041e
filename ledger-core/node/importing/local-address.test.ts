import { expect, test } from "vitest";
import { isLocalAddress } from "./local-address.ts";

test.each([
  "127.0.0.1",
  "127.1",
  "0x7f000001",
  "2130706433",
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.1.1",
  "127.0.0.1.",
  "localhost",
  "LOCALHOST.",
  "admin.localhost",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:a00:1]",
  "[fd00::1]",
  "[fe80::1]",
])("%s is within this machine or its network", (host) => {
  expect(isLocalAddress(new URL(`http://${host}:8080/a`))).toBe(true);
});

test.each([
  "data.example.org",
  "localhost.example.org",
  "127.0.0.1.example.org",
  "8.8.8.8",
  "100.128.0.1",
  "172.32.0.1",
  "192.169.0.1",
  "[2001:db8::1]",
  "[::ffff:8.8.8.8]",
])("%s does not say so", (host) => {
  expect(isLocalAddress(new URL(`http://${host}/`))).toBe(false);
});
