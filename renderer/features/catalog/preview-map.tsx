import { useState } from "react";
import type { MapPart } from "#ledger-core/contract/api/content.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import styles from "./preview.module.css";
import { placeFeatures } from "./map-places.ts";
import { useCatalogText } from "./text.ts";

const width = 640;
const height = 360;
const rowsShown = 200;

type Row = { readonly number: number; readonly properties: Readonly<Record<string, string>> };

/** The shapes of a GeoJSON file where they lie, and their properties in a table beside the picture. */
export function PreviewMap({ part }: { readonly part: MapPart }) {
  const text = useCatalogText();
  const [chosen, setChosen] = useState<number>();
  const places = placeFeatures(part.features, { width, height });
  const rows = part.features
    .slice(0, rowsShown)
    .map((feature, number): Row => ({ number, properties: feature.properties }));
  return (
    <>
      <svg
        className={styles.map}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={text("preview.map", { count: part.total })}
      >
        {places.map(({ path, shape }, number) => (
          <path
            key={number}
            d={path}
            className={styles.mapShape}
            data-shape={shape}
            data-chosen={number === chosen}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <p className={styles.foot}>
        {text(part.isCut ? "preview.featuresCut" : "preview.features", {
          count: formatCount(part.features.length),
          total: formatCount(part.total),
        })}
      </p>
      {part.columns.length === 0 ? null : (
        <div className={styles.mapTable}>
          <DataTable
            label={text("preview")}
            density="dense"
            rows={rows}
            rowKey={(row) => row.number}
            isSelected={(row) => row.number === chosen}
            onOpen={(row) => setChosen(row.number === chosen ? undefined : row.number)}
            columns={part.columns.slice(0, 8).map((name) => ({
              key: name,
              header: name,
              cell: (row: Row) => row.properties[name] ?? "",
            }))}
          />
        </div>
      )}
    </>
  );
}
