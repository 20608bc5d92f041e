import type { Language } from "#renderer/shared/preferences/preferences.ts";

/** Drawn where there is no value. Zero is a value and is drawn as a number. */
export const noValue = "\u2014";

const minus = "\u2212";

/** Keeps a sign of money and its figure on one line. */
const moneySign = "¥\u00A0";

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `value` is an integer in units of 10^-decimals; drawn exactly, never rounded. */
function formatScaled(value: number, decimals: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an exact integer: ${value}`);
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  const whole = grouped(decimals === 0 ? digits : digits.slice(0, -decimals));
  const fraction = decimals === 0 ? "" : `.${digits.slice(-decimals)}`;
  return `${value < 0 ? minus : ""}${whole}${fraction}`;
}

/** An integer with grouped digits: `2,913,448`. A missing one is a dash. */
export function formatCount(count: number | undefined): string {
  return count === undefined ? noValue : formatScaled(count, 0);
}

/** A change with its sign: `+412`, `−240`, `0`. */
export function formatChange(change: number): string {
  return change > 0 ? `+${formatScaled(change, 0)}` : formatScaled(change, 0);
}

/** One amount in fen, with its sign of money: `¥ 1,570,000.00`, `¥ −3,500.00`. The space does not break. */
export function formatMoney(fen: number | undefined): string {
  return fen === undefined ? noValue : `${moneySign}${formatScaled(fen, 2)}`;
}

/** @internal The pages of money come later. An amount in fen without its unit, for a column whose header names it: `1,570,000.00`. */
export function formatYuan(fen: number | undefined): string {
  return fen === undefined ? noValue : formatScaled(fen, 2);
}

/** @internal The pages of money come later. An amount in fen in units of 10,000 yuan, two decimals, half away from zero; the header names the unit. */
export function formatTenThousandYuan(fen: number | undefined): string {
  if (fen === undefined) return noValue;
  return formatScaled(Math.sign(fen) * Math.round(Math.abs(fen) / 10_000), 2);
}

/** An amount in fen for a sentence: exact below 100 million yuan, else `2.00 亿元` or `¥ 200.00 million`. */
export function formatMoneyInWords(fen: number, language: Language): string {
  const yuan = fen / 100;
  if (Math.abs(yuan) < 100_000_000) return formatMoney(fen);
  const hundredths = (unit: number): string =>
    formatScaled(Math.sign(yuan) * Math.round((Math.abs(yuan) / unit) * 100), 2);
  return language === "zh" ? `${hundredths(100_000_000)} 亿元` : `${moneySign}${hundredths(1_000_000)} million`;
}

/** @internal The pages of money come later. A share with one decimal, half up: `formatShare({ part: 61, whole: 63 })` is `96.8%`. A share of nothing is a dash. */
export function formatShare(share: { readonly part: number; readonly whole: number }): string {
  if (share.whole === 0) return noValue;
  return `${formatScaled(Math.round((share.part * 1_000) / share.whole), 1)}%`;
}

/** A size in bytes with the largest unit that keeps it at least 1: `512 B`, `1.5 MB` (powers of 1,000). */
export function formatBytes(sizeBytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let power = 0;
  let rest = sizeBytes;
  while (rest >= 1_000 && power < units.length - 1) {
    rest /= 1_000;
    power += 1;
  }
  const drawn = power === 0 ? formatScaled(rest, 0) : formatScaled(Math.round(rest * 10), 1);
  return `${drawn} ${units[power] ?? "B"}`;
}
