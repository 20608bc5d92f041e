/** Red, green and blue, each 0 to 255. */
type Rgb = readonly [number, number, number];

function parseHexColour(hex: string): Rgb {
  if (!/^#[0-9A-F]{6}$/i.test(hex)) throw new RangeError(`not a colour: ${hex}`);
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/**
 * Contrast of two colours `#RRGGBB` by WCAG 2 (relative luminance), 1 to 21, the same in either order.
 * Throws a RangeError when either is not such a colour.
 */
export function contrastRatio(foreground: string, background: string): number {
  const one = luminance(parseHexColour(foreground));
  const other = luminance(parseHexColour(background));
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** The colour seen when `top` covers `bottom` by `percent` (0 to 100), as `#RRGGBB`. */
export function mixColours(layers: {
  readonly top: string;
  readonly bottom: string;
  readonly percent: number;
}): string {
  const top = parseHexColour(layers.top);
  const bottom = parseHexColour(layers.bottom);
  const share = layers.percent / 100;
  const mixed = top.map((channel, index) => Math.round(channel * share + (bottom[index] ?? 0) * (1 - share)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
