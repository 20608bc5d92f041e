import { used } from "#ledger-core/node/house.ts";

used();
