export const storedName = "store";
