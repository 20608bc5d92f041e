type Policy = {
  readonly createHTML: (input: string) => string;
  readonly createScript: (input: string) => string;
  readonly createScriptURL: (input: string) => string;
};

type TrustedTypePolicyFactory = { readonly createPolicy: (name: string, policy: Policy) => unknown };

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface merges with the library's own.
  interface Window {
    readonly trustedTypes?: TrustedTypePolicyFactory;
  }
}

/** Text may reach the page as text only; markup, code and foreign scripts may not reach it as strings at all. */
export const defaultPolicy: Policy = {
  createHTML: (input) => {
    if (input.includes("<")) throw new TypeError("markup as a string is refused");
    return input;
  },
  createScript: () => {
    throw new TypeError("code as a string is refused");
  },
  createScriptURL: (input) => {
    const { origin, href } = globalThis.location;
    if (new URL(input, href).origin !== origin) throw new TypeError("a script from elsewhere is refused");
    return input;
  },
};

/** Must run before anything draws. In a browser without Trusted Types the content policy still holds. */
export function installTrustedTypes(): void {
  globalThis.window.trustedTypes?.createPolicy("default", defaultPolicy);
}
