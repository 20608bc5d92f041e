import { saveText } from "./save-file.ts";

/**
 * Saves a table as CSV that spreadsheets open as it is: UTF-8 with its mark, and no cell that they would take for a formula. The writer
 * is loaded when it is first needed.
 */
export async function saveTable(
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const { stringify } = await import("csv-stringify/browser/esm/sync");
  await saveText(
    name,
    stringify(
      [header, ...rows].map((row) => [...row]),
      { bom: true, escape_formulas: true },
    ),
  );
}
