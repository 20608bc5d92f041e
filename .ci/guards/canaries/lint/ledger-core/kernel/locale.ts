// breaks: eslint(no-restricted-properties)
export const order = "a".localeCompare("b");
