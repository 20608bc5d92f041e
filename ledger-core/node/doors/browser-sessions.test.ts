import { describe, expect, it } from "vitest";
import { BrowserSessions, cookieValue } from "./browser-sessions.ts";
import { TICKET_MS_MAX, TICKETS_MAX } from "./door-limits.ts";

function open() {
  let time = 1_000;
  const sessions = new BrowserSessions({ now: () => time, onDropped: () => undefined });
  return { sessions, pass: (milliseconds: number) => (time += milliseconds) };
}

describe("browser sessions", () => {
  it("let a ticket in until it is too old, and once", () => {
    const { sessions, pass } = open();
    const [first, second, third] = [sessions.issueTicket(), sessions.issueTicket(), sessions.issueTicket()];
    expect(sessions.redeem(first)).toBeDefined();
    expect(sessions.redeem(first)).toBeUndefined();
    pass(TICKET_MS_MAX);
    expect(sessions.redeem(second)).toBeDefined();
    pass(1);
    expect(sessions.redeem(third)).toBeUndefined();
  });

  it("keep so many unused tickets and no more", () => {
    const { sessions } = open();
    const tickets = Array.from({ length: TICKETS_MAX + 1 }, () => sessions.issueTicket());
    expect(new Set(tickets).size).toBe(TICKETS_MAX + 1);
    expect(tickets.map((ticket) => sessions.redeem(ticket) !== undefined).indexOf(true)).toBe(1);
  });

  it("find whoever holds the cookie, always as the same", () => {
    const { sessions } = open();
    const cookie = sessions.redeem(sessions.issueTicket()) ?? "";
    const client = sessions.find(cookie);
    expect(client?.keystoreSession).toBeUndefined();
    expect(sessions.find(cookie)).toBe(client);
    expect(client?.id).not.toBe(cookie);
    for (const other of ["", "x", cookie.slice(1), `${cookie}=`, `${cookie.slice(0, 42)}.`, sessions.issueTicket()]) {
      expect(sessions.find(other)).toBeUndefined();
    }
  });
});

describe("a Cookie header", () => {
  it.each([
    [undefined, undefined],
    ["", undefined],
    ["console-1", undefined],
    ["=console-1=a", undefined],
    ["xconsole-1=a; console-1x=b", undefined],
    ["other=1; console-1=abc; more=2", "abc"],
    ["console-1=a=b", "a=b"],
    ["console-1=first;console-1=second", "first"],
  ])("%j holds %j", (header, value) => expect(cookieValue(header, "console-1")).toBe(value));
});
