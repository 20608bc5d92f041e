import { installTrustedTypes } from "./trusted-types.ts";

declare global {
  // zod reads its settings here; set before its first parse, because its probe for compiled parsers breaks the content policy.
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

installTrustedTypes();
globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true };
