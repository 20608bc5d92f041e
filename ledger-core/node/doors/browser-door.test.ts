import { describe, expect, it } from "vitest";
import { BROWSERS_MAX, CALL_SIZE_BYTES_MAX, HEAD_MS_MAX } from "./door-limits.ts";
import { afterwards, openTestDoor, SECRET, sendRaw, statusOfRaw } from "./doors.testing.ts";
import { openBrowserDoor } from "./browser-door.ts";

describe("the ticket", () => {
  it("lets one browser in, once, and leaves its address", async () => {
    const { invite, port } = await openTestDoor();
    const url = invite();
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/\\?ticket=[\\w-]{43}$`));
    const first = await fetch(url, { redirect: "manual" });
    expect(first.status).toBe(303);
    expect(first.headers.get("location")).toBe("/");
    expect(first.headers.get("set-cookie")).toMatch(
      new RegExp(`^console-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    const second = await fetch(url, { redirect: "manual" });
    expect(second.status).toBe(401);
    expect(second.headers.get("set-cookie")).toBeNull();
  });

  it("that is wrong or missing gets a page that says where to start, in both languages", async () => {
    const { origin, enter } = await openTestDoor();
    await enter();
    for (const address of ["/", "/?ticket=", `/?ticket=${"A".repeat(43)}`, "/?ticket[]=1"]) {
      const answer = await fetch(origin + address);
      const page = await answer.text();
      expect(answer.status).toBe(401);
      expect(page).toContain("请从终端里的网址打开");
      expect(page).toContain("Open the address from the terminal");
    }
  });

  it("is not burnt by a look ahead of time, and does not matter to a browser that is in", async () => {
    const { origin, invite, enter } = await openTestDoor();
    const url = invite();
    expect((await fetch(url, { method: "HEAD" })).status).toBe(401);
    expect((await fetch(url, { headers: { "Sec-Purpose": "prefetch;prerender" } })).status).toBe(503);
    expect((await fetch(url, { redirect: "manual" })).status).toBe(303);
    const headers = { Cookie: await enter() };
    const again = await fetch(url, { headers, redirect: "manual" });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([303, null]);
    expect((await fetch(origin, { headers })).status).toBe(200);
  });

  it("opens no more than a bounded number of sessions: the one away for longest gives way", async () => {
    const { origin, enter, dropped } = await openTestDoor();
    const cookies: string[] = [];
    for (let index = 0; index < BROWSERS_MAX; index += 1) cookies.push(await enter());
    const get = (cookie: string | undefined) => fetch(origin, { headers: { Cookie: cookie ?? "" } });
    expect((await get(cookies[0])).status).toBe(200);
    const newest = await enter();
    expect(dropped.length).toBe(1);
    expect((await get(cookies[1])).status).toBe(401);
    expect((await get(cookies[0])).status).toBe(200);
    expect((await get(newest)).status).toBe(200);
  });
});

describe("a request", () => {
  it("with a foreign or doubled Host is refused, with the ticket and the cookie too", async () => {
    const { port, invite, enter } = await openTestDoor();
    const { pathname, search } = new URL(invite());
    const cookie = `Cookie: ${await enter()}`;
    const hosts = [
      "evil.example",
      `evil.example:${port}`,
      "127.0.0.1",
      `127.0.0.2:${port}`,
      `[::1]:${port}`,
      `127.0.0.1:${port}.evil.example`,
    ];
    for (const host of hosts) {
      expect(await statusOfRaw(port, [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`])).toBe(403);
      expect(await statusOfRaw(port, ["GET / HTTP/1.1", `Host: ${host}`, cookie])).toBe(403);
    }
    const ours = `Host: 127.0.0.1:${port}`;
    expect(await statusOfRaw(port, ["GET / HTTP/1.1", ours, ours, cookie])).toBe(403);
    expect(await statusOfRaw(port, ["GET / HTTP/1.1", cookie])).toBe(400);
    expect(await statusOfRaw(port, ["GET / HTTP/1.0", cookie])).toBe(403);
    expect(await statusOfRaw(port, ["GET / HTTP/1.1", `Host: localhost:${port}`, cookie])).toBe(200);
    expect(await statusOfRaw(port, ["GET / HTTP/1.1", ours, cookie])).toBe(200);
  });

  it("of a page of another origin is refused", async () => {
    const { origin, port, enter } = await openTestDoor();
    const cookie = await enter();
    const foreign = [`http://127.0.0.1:${port + 1}`, `http://localhost:${port}`, "https://evil.example", "null"];
    for (const from of foreign) {
      const headers = { Cookie: cookie, Origin: from, "Content-Type": "application/json" };
      expect((await fetch(`${origin}/api/who`, { method: "POST", headers, body: "{}" })).status).toBe(403);
      expect((await fetch(origin, { headers })).status).toBe(403);
    }
    const plain = { Cookie: cookie, "Content-Type": "application/json" };
    expect((await fetch(`${origin}/api/who`, { method: "POST", headers: plain, body: "{}" })).status).toBe(403);
    for (const site of ["cross-site", "same-site"]) {
      const ask = (path: string, mode: string, destination: string) =>
        statusOfRaw(port, [
          `GET ${path} HTTP/1.1`,
          `Host: 127.0.0.1:${port}`,
          `Cookie: ${cookie}`,
          `Sec-Fetch-Site: ${site}`,
          `Sec-Fetch-Mode: ${mode}`,
          `Sec-Fetch-Dest: ${destination}`,
        ]);
      expect(await ask("/favicon.svg", "no-cors", "image")).toBe(403);
      expect(await ask("/", "no-cors", "script")).toBe(403);
      expect(await ask("/", "navigate", "iframe")).toBe(403);
      expect(await ask("/api/openapi.json", "navigate", "document")).toBe(403);
      expect(await ask("/", "navigate", "document")).toBe(200);
    }
  });

  it("without its cookie reaches nothing, nor with that of another port", async () => {
    const one = await openTestDoor();
    const other = await openTestDoor();
    const foreign = await other.enter();
    const renamed = foreign.replace(`console-${other.port}`, `console-${one.port}`);
    for (const cookie of ["", foreign, renamed, `console-${one.port}=`, `console-${one.port}=__proto__`]) {
      for (const path of ["/", "/favicon.svg", "/rpc", "/api/openapi.json", "/assets/index-Cu2VNN_I.js", "/nothing"]) {
        expect((await fetch(one.origin + path, { headers: { Cookie: cookie } })).status).toBe(401);
      }
      const headers = { Cookie: cookie, Origin: one.origin, "Content-Type": "application/json" };
      expect((await fetch(`${one.origin}/api/who`, { method: "POST", headers, body: "{}" })).status).toBe(401);
    }
  });

  it("of any other method is refused and not reflected", async () => {
    const { port, enter } = await openTestDoor();
    const head = [`Host: 127.0.0.1:${port}`, `Cookie: ${await enter()}`, `Origin: http://127.0.0.1:${port}`];
    for (const method of ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "POST", "PROPFIND"]) {
      expect(await statusOfRaw(port, [`${method} / HTTP/1.1`, ...head])).toBe(405);
    }
    expect(await statusOfRaw(port, ["OPTIONS * HTTP/1.1", ...head])).toBe(400);
    expect(await statusOfRaw(port, [`CONNECT 127.0.0.1:22 HTTP/1.1`, ...head])).toBe(0);
    expect(await statusOfRaw(port, ["TOTALGARBAGE"])).toBe(400);
    const answer = await sendRaw(port, `HEAD / HTTP/1.1\r\n${head.join("\r\n")}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.endsWith("\r\n\r\n")).toBe(true);
  });
});

describe("files", () => {
  it("carry their type, and what has a hash in its name is kept for ever", async () => {
    const { origin, enter } = await openTestDoor();
    const headers = { Cookie: await enter() };
    const script = await fetch(`${origin}/assets/index-Cu2VNN_I.js`, { headers });
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(script.headers.get("x-content-type-options")).toBe("nosniff");
    const icon = await fetch(`${origin}/favicon.svg`, { headers });
    expect([icon.headers.get("content-type"), icon.headers.get("cache-control")]).toEqual([
      "image/svg+xml",
      "no-cache",
    ]);
  });

  it("outside the folder, hidden or not of the console are out of reach by any spelling", async () => {
    const { port, enter } = await openTestDoor();
    const head = [`Host: 127.0.0.1:${port}`, `Cookie: ${await enter()}`, "Connection: close"].join("\r\n");
    const paths = [
      "/../secret.js",
      "/..%2fsecret.js",
      "/..%2Fsecret.js",
      "/%2e%2e/secret.js",
      "/%2e%2e%2fsecret.js",
      "/..\\secret.js",
      "/..%5csecret.js",
      "/assets/../../secret.js",
      "/assets/..%2f..%2fsecret.js",
      "/....//secret.js",
      "//secret.js",
      "/./../secret.js",
      "/secret.js%00.js",
      "/favicon.svg%00",
      "/.vite/manifest.json",
      "/%2evite/manifest.json",
      "/etc/passwd",
      "//etc/passwd",
      "/assets",
      "/assets/",
      "/C:/secret.js",
      "/assets/index-Cu2VNN_I.js/",
      "/%c0%ae%c0%ae/secret.js",
      "/..;/secret.js",
      "/%",
      "/index.htm",
    ];
    for (const path of paths) {
      const answer = await sendRaw(port, `GET ${path} HTTP/1.1\r\n${head}\r\n\r\n`);
      expect(answer, path).toMatch(/^HTTP\/1\.1 (?:400|404) /);
      expect(answer).not.toContain(SECRET);
    }
    expect(await statusOfRaw(port, [`GET http://127.0.0.1:${port}/favicon.svg HTTP/1.1`, head])).toBe(400);
    expect(await statusOfRaw(port, [`GET /${"a".repeat(4_000)} HTTP/1.1`, head])).toBe(400);
    expect(await statusOfRaw(port, [`GET /${"a".repeat(40_000)} HTTP/1.1`, head])).toBe(431);
  });

  it("include the page, each time with a nonce of its own in document and policy", async () => {
    const { origin, enter } = await openTestDoor();
    const headers = { Cookie: await enter() };
    const nonces: string[] = [];
    for (const path of ["/", "/index.html"]) {
      const answer = await fetch(origin + path, { headers });
      const policy = answer.headers.get("content-security-policy") ?? "";
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
      expect(await answer.text()).toContain(`<meta name="style-nonce" content="${nonce}">`);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).not.toContain("unsafe");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-frame-options")).toBe("DENY");
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
      expect(answer.headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(answer.headers.get("permissions-policy")).toContain("camera=()");
      nonces.push(nonce);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});

describe("calls of scripts", () => {
  const callWith = async (body: string, more: Readonly<Record<string, string>> = {}) => {
    const { origin, enter, faults } = await openTestDoor();
    const headers = { Cookie: await enter(), Origin: origin, "Content-Type": "application/json", ...more };
    const call = (path: string, text = body) => fetch(`${origin}/api/${path}`, { method: "POST", headers, body: text });
    return { origin, headers, call, faults };
  };

  it("are answered, with or without a body, and failures tell nothing of the inside", async () => {
    const { call, headers, origin } = await callWith('{"text":"你好"}');
    expect(await (await call("echo")).json()).toBe("你好");
    expect(await (await call("who", "")).json()).toMatchObject({ door: "browser" });
    const broken = await call("break", "");
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain("secret detail");
    expect((await call("nothing")).status).toBe(404);
    expect((await call("__proto__")).status).toBe(404);
    expect((await call("echo/../who")).status).toBe(200);
    expect((await fetch(`${origin}/api/echo`, { headers: { Cookie: headers.Cookie } })).status).toBe(404);
  });

  it("may send JSON of a bounded size and nothing else", async () => {
    const { call, headers, origin } = await callWith("{");
    expect((await call("echo")).status).toBe(400);
    expect((await call("echo", '{"text":5}')).status).toBe(400);
    expect((await call("any", `${"[".repeat(200_000)}${"]".repeat(200_000)}`)).status).toBeGreaterThanOrEqual(400);
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/octet-stream",
    ]) {
      const answer = await fetch(`${origin}/api/echo`, {
        method: "POST",
        headers: { ...headers, "Content-Type": type },
        body: '{"text":"a"}',
      });
      expect(answer.status).toBe(415);
    }
    const largest = JSON.stringify({ text: "a".repeat(CALL_SIZE_BYTES_MAX - 11) });
    expect((await call("echo", largest)).status).toBe(200);
    const status = await call("echo", `${largest} `).then(
      (answer) => answer.status,
      () => "cut",
    );
    expect([413, "cut"]).toContain(status);
    expect((await call("echo", '{"text":"still here"}')).status).toBe(200);
  });

  it("are described by an OpenAPI document", async () => {
    const { origin, headers } = await callWith("");
    const answer = await fetch(`${origin}/api/openapi.json`, { headers: { Cookie: headers.Cookie } });
    const document = (await answer.json()) as { openapi: string; paths: object };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toContain("/echo");
  });
});

describe("a door under load", () => {
  it("lets go of whoever sends head or body of a request a byte at a time", async () => {
    const requestMsMax = HEAD_MS_MAX + 1_000;
    const { port, enter } = await openTestDoor({ requestMsMax });
    const ours = `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${await enter()}`;
    const post = `POST /api/echo HTTP/1.1\r\n${ours}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n`;
    const started = Date.now();
    const answers = await Promise.all([
      sendRaw(port, "GET / HTTP/1.1\r\nX-", "a"),
      sendRaw(port, post, " "),
      sendRaw(port, "", ""),
    ]);
    expect(answers[0]).toMatch(/^HTTP\/1\.1 408 /);
    expect(answers[1]).toMatch(/^HTTP\/1\.1 408 /);
    expect(Date.now() - started).toBeLessThan(requestMsMax + 5_000);
  });

  it("answers two hundred connections at once", async () => {
    const { port, enter } = await openTestDoor();
    const head = [`Host: 127.0.0.1:${port}`, `Cookie: ${await enter()}`];
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => statusOfRaw(port, ["GET /favicon.svg HTTP/1.1", ...head])),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it("says that its port is taken", async () => {
    const { port } = await openTestDoor();
    const options = {
      router: {},
      contextOf: () => expect.unreachable(),
      onDropped: () => undefined,
      onFault: () => undefined,
    };
    const second = openBrowserDoor({ ...options, pages: "", port });
    afterwards(() => second.then((door) => door.close()).catch(() => undefined));
    await expect(second).rejects.toMatchObject({ code: "PORT_IN_USE", data: { port } });
  });
});
