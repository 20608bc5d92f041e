import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPageServer } from "./page-files.ts";

let folder: string;
let serve: ReturnType<typeof createPageServer>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pages-"));
  const files = join(folder, "renderer");
  mkdirSync(join(files, "assets"), { recursive: true });
  mkdirSync(join(files, ".vite"));
  writeFileSync(join(folder, "secret.json"), "{}");
  writeFileSync(join(files, "index.html"), '<meta name="style-nonce" content="__CSP_NONCE__"><p>__CSP_NONCE__</p>');
  writeFileSync(join(files, "assets", "index-BeHG_nD-1.js"), "1");
  writeFileSync(join(files, "assets", "panel.B1.css"), "a{}");
  writeFileSync(join(files, "favicon.svg"), "<svg/>");
  writeFileSync(join(files, "notes.html"), "<p>");
  writeFileSync(join(files, ".vite", "manifest.json"), "{}");
  symlinkSync(join(folder, "secret.json"), join(files, "assets", "link.exe"));
  serve = createPageServer({ host: "console", folder: files, kind: "console" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A request as it arrives: with the address as it was sent, which `Request` would have tidied. */
async function ask(url: string, method = "GET"): Promise<Response> {
  const request = new Proxy(new Request("app://console/"), {
    get: (target, name) => (name === "url" ? url : name === "method" ? method : Reflect.get(target, name)),
  });
  return serve(request);
}

describe("the page", () => {
  test("comes with a policy that lets only its own files and its nonce through, another nonce each time", async () => {
    const nonces = new Set<string>();
    for (const _ of [1, 2]) {
      const response = await ask("app://console/");
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      const policy = response.headers.get("content-security-policy") ?? "";
      const nonce = /'nonce-([\w-]{24})'/u.exec(policy)?.[1] ?? "";
      const page = await response.text();
      expect(page).toBe(`<meta name="style-nonce" content="${nonce}"><p>${nonce}</p>`);
      expect(policy).toContain("default-src 'none'; script-src 'self'; ");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types default");
      expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/u);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  test("has the very policy that the build writes into it, beyond what only a header can say", async () => {
    const { default: config } = await import(fileURLToPath(new URL("../../vite.config.ts", import.meta.url)));
    const plugin = config.plugins.flat().find(({ name }: { name: string }) => name === "content-security-policy");
    const [{ attrs }] = plugin.transformIndexHtml();
    const sent = (await ask("app://console/")).headers.get("content-security-policy") ?? "";
    const plain = sent.replace(/'nonce-[\w-]+'/u, "'nonce-__CSP_NONCE__'").replace("frame-ancestors 'none'; ", "");
    expect(plain).toBe(attrs.content);
  });
});

test.each([
  ["app://console/assets/index-BeHG_nD-1.js", "text/javascript; charset=utf-8"],
  ["app://console/assets/panel.B1.css", "text/css; charset=utf-8"],
  ["app://console/favicon.svg", "image/svg+xml"],
])("a file of the build: %s", async (url, type) => {
  const response = await ask(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe(type);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("content-security-policy")).toContain("sandbox");
});

test.each([
  "app://console/../secret.json",
  "app://console/assets/../../secret.json",
  "app://console/assets/..%2f..%2fsecret.json",
  "app://console/%2e%2e/secret.json",
  "app://console/..\\secret.json",
  "app://console/assets/..\\..\\secret.json",
  "app://console//etc/passwd",
  "app://console/etc/passwd",
  "app://console/secret.json",
  "app://console/favicon.svg\u0000.js",
  "app://console/favicon.svg%00",
  "app://console/\u0000",
  "app://console/.vite/manifest.json",
  "app://console/assets/link.exe",
  "app://console/index.html",
  "app://console/notes.html",
  "app://console/assets/",
  "app://console/assets",
  "app://console/missing.js",
  "app://console/favicon.svg?x=1",
  "app://console/?x=1",
  "app://console",
  "app://Console/",
  "app://console:1/",
  "app://user@console/",
  "app://console.evil/",
  "app://sheet/",
  "app://evil/favicon.svg",
  "file:///etc/passwd",
  "https://console/favicon.svg",
  "",
])("is not found: %j", async (url) => {
  const response = await ask(url);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("not found");
});

test("nothing but reading", async () => {
  for (const method of ["POST", "HEAD", "PUT", "DELETE", "OPTIONS"])
    expect((await ask("app://console/favicon.svg", method)).status).toBe(404);
});

test("the sheet's page runs no script", async () => {
  const sheet = createPageServer({ host: "sheet", folder: join(folder, "renderer"), kind: "sheet" });
  const policy = (await sheet(new Request("app://sheet/"))).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; style-src 'self'; ");
  expect(policy).not.toContain("script-src");
});
