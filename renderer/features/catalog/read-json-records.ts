/**
 * The first records of a JSON file, from its beginning alone: of a list, of a GeoJSON feature collection the features' properties, or of a
 * file with a record on each line. Empty for anything else; a record that is not there whole is left out.
 */
export function firstJsonRecords(head: string, most: number): readonly Readonly<Record<string, unknown>>[] {
  const start = startOfRecords(head);
  const records: Record<string, unknown>[] = [];
  for (const text of wholeObjects(head.slice(start), most)) {
    const record = parsed(text);
    if (record === undefined) break;
    const { type, properties } = record;
    records.push(type === "Feature" && isObject(properties) ? properties : record);
  }
  return records;
}

/** Names of the records' fields in the order in which they come, and what each record has for them as a cell of a table. */
export function tableOfRecords(records: readonly Readonly<Record<string, unknown>>[]): readonly (readonly string[])[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].slice(0, columnsMax);
  return [names, ...records.map((record) => names.map((name) => cellOf(record[name])))];
}

const columnsMax = 1_000;

/** Behind the bracket of the list of features, or of the list that the file is; 0 for records on lines. */
function startOfRecords(head: string): number {
  const features = /^\s*\{(?:[^"{}[\]]|"[^"]*")*"features"\s*:\s*\[/.exec(head);
  if (features !== null) return features[0].length;
  const list = /^\s*\[/.exec(head);
  return list === null ? 0 : list[0].length;
}

/** Texts of objects that stand beside one another, each from its first brace to the last one. */
function* wholeObjects(text: string, most: number): Generator<string> {
  let depth = 0;
  let start = 0;
  let found = 0;
  for (const mark of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (mark[0] === "{") {
      if (depth === 0) start = mark.index;
      depth += 1;
    } else if (mark[0] === "}") {
      depth -= 1;
      if (depth < 0) return;
      if (depth === 0) {
        yield text.slice(start, mark.index + 1);
        found += 1;
        if (found === most) return;
      }
    }
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
