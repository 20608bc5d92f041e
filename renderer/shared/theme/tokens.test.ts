import { describe, expect, test } from "vitest";
import { graphicPairs, textPairs } from "./contrast-pairs.testing.ts";
import { contrastRatio, mixColours } from "./contrast.testing.ts";
import { colours, ribbonPercent, scaleColours, seriesColours } from "./tokens.ts";
import type { ColourName, ThemeName } from "./tokens.ts";

const themes: readonly ThemeName[] = ["light", "dark"];

/** The best text on each step of the scale, with the ratio that the design promises. */
const scaleText: Readonly<Record<ThemeName, readonly (readonly [ColourName, number])[]>> = {
  light: [
    ["text", 14.18],
    ["text", 11.71],
    ["text", 8.98],
    ["text", 6.18],
    ["text", 4.64],
    ["surface", 6.84],
    ["surface", 11.36],
  ],
  dark: [
    ["text", 12.78],
    ["text", 9.72],
    ["text", 6.94],
    ["text", 4.56],
    ["bg", 5.58],
    ["bg", 8.83],
    ["bg", 13.18],
  ],
};

/** `text` on a ribbon of each money source, with the ratio that the design promises. */
const ribbonText = [
  ["v1", 8.6, 7.42],
  ["v3", 11.31, 4.75],
  ["v2", 10.97, 5.0],
] as const;

describe("contrast", () => {
  test("black on white is 21 and a colour on itself is 1", () => {
    expect(contrastRatio("#000000", "#FFFFFF")).toBeCloseTo(21, 5);
    expect(contrastRatio("#1B5699", "#1b5699")).toBe(1);
    expect(() => contrastRatio("#000", "#FFFFFF")).toThrow(RangeError);
  });

  for (const [pairs, required] of [
    [textPairs, 4.5],
    [graphicPairs, 3],
  ] as const) {
    test.each(pairs)(`%s on %s is as promised and at least ${required}`, (foreground, background, light, dark) => {
      const measured = themes.map((theme) => contrastRatio(colours[theme][foreground], colours[theme][background]));
      expect(Math.min(...measured)).toBeGreaterThanOrEqual(required);
      expect(measured[0]).toBeCloseTo(light, 2);
      expect(measured[1]).toBeCloseTo(dark, 2);
    });
  }

  test.each(themes)("every step of the scale has a readable text: %s", (theme) => {
    scaleColours.forEach((step, index) => {
      const [text, promised] = scaleText[theme][index] ?? ["text", 0];
      const ratio = contrastRatio(colours[theme][text], colours[theme][step]);
      expect(ratio).toBeGreaterThanOrEqual(4.5);
      expect(ratio).toBeCloseTo(promised, 2);
    });
  });

  test.each(ribbonText)("text on a ribbon of %s is readable", (series, light, dark) => {
    const measured = themes.map((theme) => {
      const ribbon = mixColours({
        top: colours[theme][series],
        bottom: colours[theme].surface,
        percent: ribbonPercent[theme],
      });
      return contrastRatio(colours[theme].text, ribbon);
    });
    expect(measured[0]).toBeCloseTo(light, 0);
    expect(measured[1]).toBeCloseTo(dark, 0);
    expect(Math.min(...measured)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(themes)("every series stands out from its surface: %s", (theme) => {
    for (const series of seriesColours) {
      expect(contrastRatio(colours[theme][series], colours[theme].surface)).toBeGreaterThanOrEqual(3);
    }
  });
});
