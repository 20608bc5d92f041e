export const ERROR_CODES = ["NOT_FOUND", "EXPIRED"] as const;
