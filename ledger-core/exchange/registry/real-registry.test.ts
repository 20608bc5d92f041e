import { zstdDecompressSync } from "node:zlib";
import { expect, it } from "vitest";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";
import { equalJson } from "#ledger-core/exchange/canonical-json.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import { describeRealData, readRealData, sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { parseRegistry } from "./parse-registry.ts";
import { writeRegistry } from "./write-registry.ts";

const FILE = "catalog/dataportals-registry-catalogs.jsonl.zst";
const jsonLines = (bytes: Uint8Array) =>
  new TextDecoder()
    .decode(bytes)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);

describeRealData("the registry of 19,140 portals", FILE, () => {
  it("is read whole: every entry taken, each oddity said, nothing lost on the way out", () => {
    const bytes = new Uint8Array(zstdDecompressSync(readRealData(FILE)));
    expect(guessFormat(bytes, "catalogs.jsonl")).toEqual({ format: "registry", sure: true });
    const parsed = parseRegistry(bytes, sha256);
    if (!parsed.ok) throw new Error(parsed.code);
    expect([parsed.rows, parsed.records.length, parsed.rowsRefused]).toEqual([19_140, 19_140, 0]);
    const counts: Record<string, number> = {};
    for (const { code } of parsed.findings) counts[code] = (counts[code] ?? 0) + 1;
    // Counted in the file by another program: 73 numbers came before, 6 tags are no text, one address is broken.
    expect(counts).toEqual({ UID_TWICE: 73, FIELD_TYPE: 6, HIDDEN_CHARACTER: 8, HTML_MARKUP: 5, URL_INVALID: 1 });
    const sharing = ["unconditional", "conditional", "not-shared"].map(
      (word) => parsed.records.filter((record) => record.sharing === word).length,
    );
    expect(sharing).toEqual([18_663, 463, 14]);
    const [source, written] = [jsonLines(bytes), jsonLines(writeRegistry(parsed.records, parsed.catalog))];
    expect(written).toHaveLength(source.length);
    const different = source.flatMap((entry, i) => (equalJson(entry, written[i] ?? null) ? [] : [i]));
    expect(different).toEqual([]);
  });
});
