import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { isolated } from "#renderer/shared/i18n/isolated.ts";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import styles from "./catalog.module.css";
import { useCycleWords } from "#renderer/shared/i18n/cycle-words.tsx";
import { useCatalogText } from "./text.ts";

const shownElsewhere = ["title", "items"];

/** Every element of the description that the dataset has, in the order of the contract. */
export function DescriptionList({ dataset }: { readonly dataset: DatasetDetail }) {
  const contract = useContractWords();
  const shown = useShownElement();
  const row =
    typeof dataset.row === "object" && dataset.row !== null ? (dataset.row as { readonly [name: string]: Json }) : {};
  const facts = descriptionSchema.fields.flatMap(([name]) => {
    const value = row[name];
    const isEmpty =
      value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty || shownElsewhere.includes(name)) return [];
    return [
      {
        label: contract.column("catalog.dataset", name),
        value: <div className={styles.prose}>{shown(name, value)}</div>,
      },
    ];
  });
  return (
    <div className={styles.detail}>
      <FactList facts={facts} />
    </div>
  );
}

/** Words of an element's value. */
function useShownElement(): (name: string, value: Json) => string {
  const text = useCatalogText();
  const cycleWords = useCycleWords();
  const format = useFormat();
  const contract = useContractWords();
  return (name, value) => {
    if (name === "updateCycle" && typeof value === "string") return cycleWords(value);
    if ((name === "publishedDay" || name === "modifiedDay") && typeof value === "number") return format.day(value);
    if (name === "kept" && typeof value === "string") return formatHash(value);
    if (name === "distributions" && Array.isArray(value)) return value.map(distributionLine).join("\n");
    if (Array.isArray(value)) return value.map((one) => isolated(String(one))).join(text("and"));
    return typeof value === "string" ? contract.choiceAlone("catalog.dataset", name, value) : String(value);
  };
}

/** A place where the content can be had: named, never a link, because it leads out of the console. */
function distributionLine(distribution: unknown): string {
  const { title, format, mediaType, url } = distribution as Readonly<
    Record<"title" | "format" | "mediaType" | "url", string>
  >;
  const kind = format === "" ? mediaType : format;
  return [title, kind, url]
    .filter((part) => part !== "")
    .map(isolated)
    .join(" · ");
}
