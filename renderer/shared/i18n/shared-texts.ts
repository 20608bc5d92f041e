import en from "./en.json" with { type: "json" };
import { createTexts } from "./texts.ts";
import zh from "./zh.json" with { type: "json" };

/** Texts of the frame and of the shared pieces. A page has its own, made with `createTexts`. */
export const useSharedText = createTexts("shared", { zh, en });
