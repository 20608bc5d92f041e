import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { capitalised } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import type { client } from "#renderer/shared/client/console-client.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { LoadingRows } from "#renderer/shared/ui/states.tsx";
import type { FacetName } from "#ledger-core/contract/api/catalog-search.ts";
import { useCycleWords } from "#renderer/shared/i18n/cycle-words.tsx";
import { facetNames, hasFacets, noFacets } from "./catalog-view.ts";
import type { CatalogView } from "./catalog-view.ts";
import styles from "./catalog.module.css";
import { useCatalogText } from "./text.ts";

type Facets = Awaited<ReturnType<typeof client.catalog.search>>["facets"];

const valuesShown = 6;

/** What the found datasets can be narrowed by, each with how many it would leave. */
export function CatalogFacets(props: {
  readonly facets: Facets | undefined;
  readonly view: CatalogView;
  readonly onChange: (changed: Partial<CatalogView>) => void;
}) {
  const text = useCatalogText();
  const { facets, view, onChange } = props;
  return (
    <section className={styles.facets} aria-label={text("facets")}>
      {facets === undefined ? (
        <LoadingRows rows={8} />
      ) : (
        facetNames.map((name) => (
          <Facet
            key={name}
            name={name}
            values={facets[name]}
            chosen={view[name]}
            onChoose={(chosen) => onChange({ [name]: chosen })}
          />
        ))
      )}
      {hasFacets(view) ? (
        <Button size="small" onClick={() => onChange(noFacets)}>
          {text("facets.clear")}
        </Button>
      ) : null}
    </section>
  );
}

function Facet(props: {
  readonly name: FacetName;
  readonly values: Facets[FacetName];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}) {
  const text = useCatalogText();
  const words = useWords();
  const cycleWords = useCycleWords();
  const [isWhole, setIsWhole] = useState(false);
  const { name, values, chosen, onChoose } = props;
  const shown = isWhole ? values : values.filter(({ value }, i) => i < valuesShown || chosen.includes(value));
  // One value that all have narrows nothing.
  if (values.length < 2 && chosen.length === 0) return null;
  return (
    <fieldset className={styles.facet}>
      <legend>{text(`facet.${name}`)}</legend>
      {shown.map(({ value, label, count }) => (
        <div key={value} className={styles.facetValue}>
          <Checkbox
            size="xs"
            checked={chosen.includes(value)}
            label={capitalised(name === "cycle" ? cycleWords(value) : words(label))}
            onChange={(event) =>
              onChoose(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          />
          <span className={styles.facetCount}>{formatCount(count)}</span>
        </div>
      ))}
      {values.length > valuesShown ? (
        <Button kind="link" size="small" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? text("facet.fewer") : text("facet.all", { count: formatCount(values.length) })}
        </Button>
      ) : null}
    </fieldset>
  );
}
