import { createTexts } from "#renderer/shared/i18n/texts.ts";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

export const useImportText = createTexts("imports", { zh, en });
