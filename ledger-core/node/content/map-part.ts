/** GeoJSON as lines of degrees with their properties, as much as a picture needs. Source: RFC 7946. */
import type { MapPart } from "#ledger-core/contract/api/content.ts";
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";

/** What one picture can show and a person can tell apart. */
const FEATURES_MAX = 2_000;
const POSITIONS_MAX = 60_000;
const COLUMNS_MAX = 40;
const VALUE_CHARACTERS_MAX = 300;

type Position = [number, number];
type Shape = MapPart["features"][number]["shape"];

/** The features of a document; undefined if it is no GeoJSON. Positions outside of the earth are left out. */
export function mapPartOf(document: Json, isFileCut: boolean): MapPart | undefined {
  if (!isJsonObject(document)) return undefined;
  const listed = document["type"] === "FeatureCollection" ? document["features"] : [document];
  if (!Array.isArray(listed)) return undefined;
  const all = (listed as readonly Json[]).filter(isJsonObject).filter((one) => one["type"] === "Feature");
  if (all.length === 0) return undefined;
  const features: MapPart["features"] = [];
  const columns = new Set<string>();
  let positions = 0;
  for (const feature of all) {
    if (features.length >= FEATURES_MAX || positions >= POSITIONS_MAX) break;
    const { lines, shape } = geometryOf(feature["geometry"]);
    positions += lines.reduce((sum, line) => sum + line.length, 0);
    const properties = propertiesOf(feature["properties"]);
    for (const name of Object.keys(properties)) if (columns.size < COLUMNS_MAX) columns.add(name);
    features.push({ lines, shape, properties });
  }
  return {
    kind: "map",
    features,
    columns: [...columns],
    total: all.length,
    isCut: isFileCut || features.length < all.length,
  };
}

function propertiesOf(properties: Json | undefined): Record<string, string> {
  if (!isJsonObject(properties)) return {};
  const entries = Object.entries(properties).slice(0, COLUMNS_MAX);
  const shown = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, shown(value).slice(0, VALUE_CHARACTERS_MAX)]));
}

function geometryOf(geometry: Json | undefined): { lines: Position[][]; shape: Shape } {
  if (!isJsonObject(geometry)) return { lines: [], shape: "point" };
  const type = typeof geometry["type"] === "string" ? geometry["type"] : "";
  const nested = Array.isArray(geometry["coordinates"]) ? (geometry["coordinates"] as readonly Json[]) : [];
  switch (type) {
    case "Point":
      return { lines: [lineOf([nested])], shape: "point" };
    case "MultiPoint":
      return { lines: nested.map((one) => lineOf([one])), shape: "point" };
    case "LineString":
      return { lines: [lineOf(nested)], shape: "line" };
    case "MultiLineString":
      return { lines: nested.map((one) => lineOf(listOf(one))), shape: "line" };
    case "Polygon":
      return { lines: nested.map((one) => lineOf(listOf(one))), shape: "area" };
    case "MultiPolygon":
      return { lines: nested.flatMap((one) => listOf(one).map((ring) => lineOf(listOf(ring)))), shape: "area" };
    default:
      return { lines: [], shape: "point" };
  }
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function lineOf(positions: readonly Json[]): Position[] {
  return positions.flatMap((position): Position[] => {
    const [longitude, latitude] = listOf(position);
    const isPlace =
      typeof longitude === "number" &&
      typeof latitude === "number" &&
      Math.abs(longitude) <= 180 &&
      Math.abs(latitude) <= 90;
    return isPlace ? [[longitude, latitude]] : [];
  });
}
