/** What a browser is told about every answer of the browser door. */

/** Put in place of this in a document, and named by its policy. */
export const NONCE_PLACEHOLDER = "__CSP_NONCE__";

const SHARED_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Origin-Agent-Cluster": "?1",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=(), clipboard-read=()",
  "Cache-Control": "no-store",
} as const;

/** For anything but a document: nothing may be loaded from it if somebody shows it as one. */
export const plainHeaders: Readonly<Record<string, string>> = {
  ...SHARED_HEADERS,
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
};

/** For the console's page: its own scripts alone, and style sheets of its own or with the nonce. */
export function documentHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
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
  return { ...SHARED_HEADERS, "Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8" };
}
