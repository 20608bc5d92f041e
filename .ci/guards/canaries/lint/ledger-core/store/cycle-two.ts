// breaks: import(no-cycle)
import { one } from "#ledger-core/store/cycle-one.ts";

export const two = (): number => one();
