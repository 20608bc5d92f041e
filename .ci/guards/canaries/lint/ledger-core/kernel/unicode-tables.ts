// breaks: eslint(no-restricted-properties)
export const small = "ABC".toLowerCase();
