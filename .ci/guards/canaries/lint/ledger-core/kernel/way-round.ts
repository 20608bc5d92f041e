// breaks: eslint(no-restricted-globals)
export const clock = globalThis.Date;
