/** What each page of the shell may load, and what every answer says besides. */

/** Stands in a page where its nonce goes. */
export const noncePlaceholder = "__CSP_NONCE__";

const sharedHeaders = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
} as const;

/** The console's own scripts alone, and style sheets of its own or with the nonce; no code from text. */
function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

/** No script at all: what the sheet does, its preload does. */
const sheetPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** For anything but a page: nothing may be loaded from it if it is shown as one. */
const filePolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

export type Served = "console" | "sheet" | "file";

/** `nonce` is only the console's. */
export function headersFor(served: Served, nonce: string): Record<string, string> {
  const policy = served === "console" ? consolePolicy(nonce) : served === "sheet" ? sheetPolicy : filePolicy;
  return { ...sharedHeaders, "Content-Security-Policy": policy, "Cache-Control": "no-store" };
}
