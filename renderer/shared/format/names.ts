import { formatCount } from "./amounts.ts";
import type { Language } from "#renderer/shared/preferences/preferences.ts";

/** The short form of a hash or key in hex: first 8 and last 6 digits. Copying must give all of it. */
export function formatHash(hex: string): string {
  return hex.length <= 15 ? hex : `${hex.slice(0, 8)}…${hex.slice(-6)}`;
}

/** A height in a sentence: `高度 284,619`, `height 284,619`. */
export function formatHeight(height: number, language: Language): string {
  return `${language === "zh" ? "高度" : "height"} ${formatCount(height)}`;
}

/** An account or a device by its last four characters: `尾号 3317`, `ending 3317`. */
export function formatEnding(identifier: string, language: Language): string {
  return `${language === "zh" ? "尾号" : "ending"} ${identifier.slice(-4)}`;
}

const compoundSurnames = [
  "欧阳",
  "上官",
  "司马",
  "诸葛",
  "夏侯",
  "皇甫",
  "尉迟",
  "公孙",
  "慕容",
  "令狐",
  "长孙",
  "宇文",
  "司徒",
];

/**
 * A person's name as others may see it: the surname and a star for each further character, at most two
 * (`李**`, `Li **`). A name that is masked already stays as it is; one of a single character keeps only a star.
 */
export function maskPerson(name: string): string {
  const trimmed = name.trim();
  if (trimmed.includes("*")) return trimmed;
  if (/^[\p{Script=Latin}'’. -]+$/u.test(trimmed)) {
    const [surname = "", ...given] = trimmed.split(/\s+/);
    return given.length === 0 ? `${surname.slice(0, 1)}**` : `${surname} **`;
  }
  const characters = [...trimmed];
  const compound = characters.length > 2 && compoundSurnames.includes(characters.slice(0, 2).join(""));
  const surname = characters.slice(0, compound ? 2 : 1);
  if (characters.length === 1) return "*";
  return `${surname.join("")}${"*".repeat(Math.min(2, characters.length - surname.length))}`;
}
