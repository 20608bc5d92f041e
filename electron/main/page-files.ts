import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { headersFor, noncePlaceholder } from "./content-security.ts";
import { appScheme } from "./pages.ts";

/** The files of one host of the scheme: a page, which lies in its folder as `index.html`, and what it loads. */
export type PageFiles = { readonly host: string; readonly folder: string; readonly kind: "console" | "sheet" };

/** Names as the build makes them. No dot at the start, no per cent sign, no backslash: none can leave the folder. */
const filePattern = /^\/(?:assets\/)?[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.([a-z0-9]+)$/u;

const types: ReadonlyMap<string, string> = new Map([
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["woff2", "font/woff2"],
  ["ttf", "font/ttf"],
  ["json", "application/json; charset=utf-8"],
  ["txt", "text/plain; charset=utf-8"],
]);

/** Answers requests for the files of one host; anything else, and anything that is not there, is not found. Never throws. */
export function createPageServer(files: PageFiles): (request: Request) => Promise<Response> {
  const prefix = `${appScheme}://${files.host}/`;
  return async ({ method, url }) => {
    // The path is taken as it was sent: a parser would resolve `..` and decode what hides it.
    if (method !== "GET" || !url.startsWith(prefix)) return notFound();
    const path = url.slice(prefix.length - 1);
    try {
      return path === "/" ? await answerPage(files) : await answerFile(files.folder, path);
    } catch {
      return notFound();
    }
  };
}

async function answerPage({ folder, kind }: PageFiles): Promise<Response> {
  const nonce = randomBytes(18).toString("base64url");
  const page = (await readFile(join(folder, "index.html"), "utf8")).replaceAll(noncePlaceholder, nonce);
  return new Response(page, { headers: { ...headersFor(kind, nonce), "Content-Type": "text/html; charset=utf-8" } });
}

async function answerFile(folder: string, path: string): Promise<Response> {
  const type = types.get(filePattern.exec(path)?.[1] ?? "");
  if (type === undefined) return notFound();
  const bytes = await readFile(join(folder, ...path.split("/")));
  return new Response(new Uint8Array(bytes), { headers: { ...headersFor("file", ""), "Content-Type": type } });
}

function notFound(): Response {
  return new Response("not found", {
    status: 404,
    headers: { ...headersFor("file", ""), "Content-Type": "text/plain; charset=utf-8" },
  });
}
