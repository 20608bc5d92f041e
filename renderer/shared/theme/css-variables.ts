import type { CSSVariablesResolver } from "@mantine/core";
import { colours, depth, durations, sizes } from "./tokens.ts";
import type { ThemeName } from "./tokens.ts";

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The CSS variables of one theme: every colour by its own name, the shadow and the scrim, and what Mantine reads. */
function themeVariables(theme: ThemeName): Record<string, string> {
  const palette = colours[theme];
  const own = Object.fromEntries(Object.entries(palette).map(([name, value]) => [`--${name}`, value]));
  return {
    ...own,
    "--shadow": depth[theme].shadow,
    "--scrim": depth[theme].scrim,
    "--mantine-color-body": palette.surface,
    "--mantine-color-text": palette.text,
    "--mantine-color-bright": palette.text,
    "--mantine-color-dimmed": palette["text-3"],
    "--mantine-color-placeholder": palette["text-3"],
    "--mantine-color-anchor": palette.accent,
    "--mantine-color-error": palette.diverged,
    "--mantine-color-default": palette.surface,
    "--mantine-color-default-hover": palette.hover,
    "--mantine-color-default-color": palette.text,
    "--mantine-color-default-border": palette["line-strong"],
    "--mantine-color-disabled": palette.sunken,
    "--mantine-color-disabled-color": palette["text-3"],
    "--mantine-color-disabled-border": palette.line,
    "--mantine-primary-color-filled": palette["accent-fill"],
    "--mantine-primary-color-filled-hover": palette["accent-fill-hover"],
    "--mantine-primary-color-contrast": palette["on-accent"],
    "--mantine-primary-color-light": palette["accent-soft"],
    "--mantine-primary-color-light-hover": palette.selected,
    "--mantine-primary-color-light-color": palette.accent,
    "--mantine-color-accent-filled": palette["accent-fill"],
    "--mantine-color-accent-filled-hover": palette["accent-fill-hover"],
    "--mantine-color-accent-text": palette.accent,
  };
}

/** Writes every token as a CSS variable, sizes with `px` and durations with `ms`; colours differ by theme. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: Object.fromEntries([
    ...Object.entries(sizes).map(([name, value]) => [`--${kebab(name)}`, `${value}px`] as const),
    ...Object.entries(durations).map(([name, value]) => [`--duration-${name}`, `${value}ms`] as const),
  ]),
  light: themeVariables("light"),
  dark: themeVariables("dark"),
});
