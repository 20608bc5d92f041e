export const address = "C:\\Users\\somebody\\console";
