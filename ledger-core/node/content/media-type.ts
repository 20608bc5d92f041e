/** What content is, by its name and its first bytes: enough to choose how to look into it. */

const BY_ENDING: ReadonlyMap<string, string> = new Map([
  ["csv", "text/csv"],
  ["tsv", "text/tab-separated-values"],
  ["json", "application/json"],
  ["geojson", "application/geo+json"],
  ["txt", "text/plain"],
  ["xml", "application/xml"],
  ["pdf", "application/pdf"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["zip", "application/zip"],
  ["parquet", "application/vnd.apache.parquet"],
]);

/** The media type; `application/octet-stream` where neither name nor bytes say. `head` is the first bytes, some kilobytes of them. */
export function mediaTypeOf(name: string, head: Uint8Array): string {
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1] ?? "";
  const named = BY_ENDING.get(ending.toLowerCase());
  const text = new TextDecoder("utf-8").decode(head);
  // GeoJSON is often named `.json`: its first member says what it is.
  if (named === "application/json" && /"type"\s*:\s*"(Feature|FeatureCollection)"/.test(text))
    return "application/geo+json";
  if (named !== undefined) return named;
  if (/^\s*[[{]/.test(text)) return "application/json";
  return head.length > 0 && !head.includes(0) ? "text/plain" : "application/octet-stream";
}
