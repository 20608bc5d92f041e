import type { MapPart } from "#ledger-core/contract/api/content.ts";

type Feature = MapPart["features"][number];

/** Room left around the shapes, and the radius of a point, in units of the picture. */
const margin = 16;
const pointRadius = 3;
/** Degrees below which a picture would only show noise. */
const spanMin = 0.002;

/**
 * Shapes as paths of a picture. Longitudes are drawn shorter by the cosine of the middle latitude, so that a city keeps its
 * proportions; north is up.
 */
export function placeFeatures(
  features: readonly Feature[],
  size: { readonly width: number; readonly height: number },
): readonly { readonly path: string; readonly shape: Feature["shape"] }[] {
  const bounds = boundsOf(features);
  if (bounds === undefined) return features.map(({ shape }) => ({ path: "", shape }));
  const middle = (bounds.south + bounds.north) / 2;
  const stretch = Math.max(0.05, Math.cos((middle * Math.PI) / 180));
  const spanX = Math.max(spanMin, (bounds.east - bounds.west) * stretch);
  const spanY = Math.max(spanMin, bounds.north - bounds.south);
  const scale = Math.min((size.width - 2 * margin) / spanX, (size.height - 2 * margin) / spanY);
  const left = (size.width - (bounds.east - bounds.west) * stretch * scale) / 2;
  const top = (size.height - (bounds.north - bounds.south) * scale) / 2;
  const at = ([longitude, latitude]: readonly [number, number]): string => {
    const x = left + (longitude - bounds.west) * stretch * scale;
    const y = top + (bounds.north - latitude) * scale;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  return features.map(({ lines, shape }) => ({
    shape,
    path: lines.map((line) => (shape === "point" ? circle(line, at) : polyline(line, at, shape === "area"))).join(""),
  }));
}

type Place = (position: readonly [number, number]) => string;

function polyline(line: Feature["lines"][number], at: Place, isClosed: boolean): string {
  if (line.length === 0) return "";
  return `M${line.map(at).join("L")}${isClosed ? "Z" : ""}`;
}

function circle(line: Feature["lines"][number], at: Place): string {
  return line
    .map((position) => {
      const r = pointRadius;
      return `M${at(position)}m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
    })
    .join("");
}

type Bounds = { readonly west: number; readonly east: number; readonly south: number; readonly north: number };

function boundsOf(features: readonly Feature[]): Bounds | undefined {
  let found: Bounds | undefined;
  for (const { lines } of features)
    for (const line of lines)
      for (const [x, y] of line)
        found = {
          west: Math.min(found?.west ?? x, x),
          east: Math.max(found?.east ?? x, x),
          south: Math.min(found?.south ?? y, y),
          north: Math.max(found?.north ?? y, y),
        };
  return found;
}
