import { useMemo } from "react";
import { useNowSeconds } from "./now.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { formatMoneyInWords } from "./amounts.ts";
import { formatEnding, formatHeight } from "./names.ts";
import { formatDay, formatSpan, formatSpanLeft, formatTime } from "./times.ts";
import type { TimeStyle } from "./times.ts";

/** The formats that depend on the language or on now, bound to both; drawn again each minute and on a language change. */
export function useFormat() {
  const language = usePreferences((preferences) => preferences.language);
  const nowSeconds = useNowSeconds();
  return useMemo(
    () => ({
      language,
      nowSeconds,
      time: (unixSeconds: number, style: TimeStyle = "short") =>
        formatTime(unixSeconds, { language, nowSeconds, style }),
      day: (day: number) => formatDay(day, language),
      span: (seconds: number) => formatSpan(seconds, language),
      left: (deadlineSeconds: number) => formatSpanLeft(deadlineSeconds, { language, nowSeconds }),
      height: (height: number) => formatHeight(height, language),
      ending: (identifier: string) => formatEnding(identifier, language),
      moneyInWords: (fen: number) => formatMoneyInWords(fen, language),
    }),
    [language, nowSeconds],
  );
}
