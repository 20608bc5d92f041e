import { createTexts } from "#renderer/shared/i18n/texts.ts";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

/** Texts of the frame. */
export const useFrameText = createTexts("frame", { zh, en });
