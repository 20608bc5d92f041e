// breaks: unused-suppression
// oxlint-disable-next-line no-debugger -- there is no debugger below
export const value = 1;
