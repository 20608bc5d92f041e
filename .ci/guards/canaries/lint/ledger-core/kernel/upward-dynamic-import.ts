// breaks: eslint(no-restricted-imports)
export const later = import("#ledger-core/store/fine.ts");
