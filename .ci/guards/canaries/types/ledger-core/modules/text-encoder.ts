// breaks: TS2304
export const bytes = new TextEncoder().encode("x");
