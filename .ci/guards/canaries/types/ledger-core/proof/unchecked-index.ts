// breaks: TS2322
const heights = [1, 2];
export const first: number = heights[0];
