// breaks: eslint(no-warning-comments)
// TODO think about it
export const value = 1;
