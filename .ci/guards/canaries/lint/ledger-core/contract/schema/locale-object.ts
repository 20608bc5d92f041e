// breaks: eslint(no-restricted-globals)
export const order = new Intl.Collator("zh").compare;
