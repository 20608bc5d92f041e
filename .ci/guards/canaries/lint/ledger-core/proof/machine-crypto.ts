// breaks: eslint(no-restricted-globals)
export const noise = crypto.getRandomValues(new Uint8Array(8));
