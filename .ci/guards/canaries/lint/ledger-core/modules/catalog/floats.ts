// breaks: eslint(no-restricted-properties)
export const root = Math.sqrt(2);
