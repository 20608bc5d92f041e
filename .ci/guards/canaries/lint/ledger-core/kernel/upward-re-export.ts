// breaks: eslint(no-restricted-imports)
export { storedName } from "#ledger-core/store/fine.ts";
