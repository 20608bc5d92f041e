/**
 * The one source of every colour, size and time that the windows draw with. Mantine, the tables, the charts and the
 * style sheets read it; `tokens.test.ts` recomputes every contrast ratio that the design promises.
 *
 * A token `text-2` is the CSS variable `--text-2` in both themes.
 */

/** The two themes. A person may also follow the system, which resolves to one of them. */
export type ThemeName = "light" | "dark";

const light = {
  bg: "#F4F6F8",
  surface: "#FFFFFF",
  raised: "#FFFFFF",
  sunken: "#EEF1F4",
  hover: "#F1F4F7",
  selected: "#E6EFF9",
  line: "#E1E5EA",
  "line-strong": "#C5CCD5",
  control: "#7F8A98",
  text: "#17202B",
  "text-2": "#454F5D",
  "text-3": "#5C6775",
  accent: "#1B5699",
  "accent-hover": "#144580",
  "accent-fill": "#1B5699",
  "accent-fill-hover": "#144580",
  "on-accent": "#FFFFFF",
  "accent-soft": "#E6EFF9",
  pending: "#8A5300",
  "pending-mark": "#B26A00",
  "pending-soft": "#FCF1DE",
  sealed: "#3D4A5C",
  "sealed-mark": "#5A6779",
  "sealed-soft": "#ECEFF3",
  proven: "#17694F",
  "proven-mark": "#1E7F60",
  "proven-soft": "#E3F3EC",
  refused: "#7A3560",
  "refused-mark": "#93487A",
  "refused-soft": "#F6EAF2",
  diverged: "#B3201C",
  "diverged-mark": "#C62823",
  "diverged-soft": "#FCE9E7",
  v1: "#154790",
  v2: "#CF752D",
  v3: "#3BA28D",
  v4: "#9679DE",
  v5: "#A75037",
  v6: "#3C7888",
  v7: "#473F00",
  v8: "#65014E",
  "on-mark": "#FFFFFF",
  rest: "#8A94A1",
  s1: "#E8EFF7",
  s2: "#C9DCEF",
  s3: "#A3C3E3",
  s4: "#74A3D1",
  s5: "#538CC5",
  s6: "#1F5C9C",
  s7: "#0E3A6E",
} as const;

/** The name of a colour; the same set in both themes. */
export type ColourName = keyof typeof light;

const dark: Readonly<Record<ColourName, string>> = {
  bg: "#0E1318",
  surface: "#151B21",
  raised: "#1B232B",
  sunken: "#212A33",
  hover: "#1C242D",
  selected: "#1A2E45",
  line: "#26303A",
  "line-strong": "#3A4653",
  control: "#6E7B8A",
  text: "#E6EBF0",
  "text-2": "#B3BDC8",
  "text-3": "#8F9BA8",
  accent: "#84B6F0",
  "accent-hover": "#A5CBF6",
  "accent-fill": "#2C68B0",
  "accent-fill-hover": "#24589A",
  "on-accent": "#FFFFFF",
  "accent-soft": "#18304A",
  pending: "#E7B25C",
  "pending-mark": "#D99A3A",
  "pending-soft": "#33270F",
  sealed: "#B6C2D0",
  "sealed-mark": "#8796A8",
  "sealed-soft": "#232C36",
  proven: "#6CCBA3",
  "proven-mark": "#43A982",
  "proven-soft": "#122E25",
  refused: "#DDA0C8",
  "refused-mark": "#BB76A5",
  "refused-soft": "#341F2E",
  diverged: "#FF8F86",
  "diverged-mark": "#F0645A",
  "diverged-soft": "#3D1B1A",
  v1: "#5E8DCF",
  v2: "#F9BF6A",
  v3: "#7CE3C6",
  v4: "#86539D",
  v5: "#A85042",
  v6: "#41BACF",
  v7: "#B1A356",
  v8: "#BC6F8D",
  "on-mark": "#0E1318",
  rest: "#77838F",
  s1: "#1B2632",
  s2: "#1F3A57",
  s3: "#24507E",
  s4: "#2F6CA9",
  s5: "#5590CF",
  s6: "#84B6F0",
  s7: "#BEDCFC",
};

/** Colours by theme, as `#RRGGBB`. */
export const colours: Readonly<Record<ThemeName, Readonly<Record<ColourName, string>>>> = { light, dark };

/** @internal Drawn by the charts to come. The eight series colours in their fixed order. Use at most five in one picture. */
export const seriesColours = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"] as const satisfies readonly ColourName[];

/** @internal Drawn by the charts to come. The seven steps of the one sequential scale, from least to most. */
export const scaleColours = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"] as const satisfies readonly ColourName[];

/** @internal Drawn by the charts to come. Share of a flow's ribbon over the surface, in per cent; text on a ribbon stays readable at this share. */
export const ribbonPercent: Readonly<Record<ThemeName, number>> = { light: 36, dark: 42 };

/** Shadows of menus, dialogs and drawers, and the veil behind a dialog. Nothing else casts a shadow. */
export const depth: Readonly<Record<ThemeName, { readonly shadow: string; readonly scrim: string }>> = {
  light: {
    shadow: "0 8px 28px rgba(23, 32, 43, .14), 0 1px 3px rgba(23, 32, 43, .10)",
    scrim: "rgba(23, 32, 43, .28)",
  },
  dark: { shadow: "0 10px 32px rgba(0, 0, 0, .5), 0 1px 3px rgba(0, 0, 0, .4)", scrim: "rgba(0, 0, 0, .5)" },
};

/** Sizes in CSS pixels. */
export const sizes = {
  navigationWidth: 192,
  topBarHeight: 48,
  statusLineHeight: 28,
  panelHeaderHeight: 38,
  pageHeaderHeight: 46,
  drawerWidth: 500,
  inboxListWidth: 344,
  rowStatement: 24,
  rowDense: 26,
  rowStandard: 32,
  rowTouch: 40,
  tableHeaderHeight: 28,
  controlHeight: 32,
  controlSmallHeight: 28,
  controlSignHeight: 36,
  radiusBar: 2,
  radiusSeal: 3,
  radiusTag: 4,
  radiusControl: 6,
  radiusPanel: 8,
} as const;

/** Durations in milliseconds; all are 0 for a person who asked the system for less motion. */
export const durations = { hover: 80, menu: 140, drawer: 200, changed: 600 } as const;

export const fontFamily =
  '"Noto Sans SC", "Noto Sans CJK SC", system-ui, -apple-system, "PingFang SC", "Microsoft YaHei UI", sans-serif';
export const monospaceFamily = 'ui-monospace, "Cascadia Mono", Consolas, monospace';
