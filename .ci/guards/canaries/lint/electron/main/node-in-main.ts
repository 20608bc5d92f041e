// breaks: eslint(no-restricted-imports)
import { NodeHost } from "#ledger-core/node/node-host.ts";

export const hostInMain = NodeHost;
