import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { paths } from "./paths.ts";
import { useGoTo } from "./view-state.ts";

const sections = ["find", "agreements", "freshness", "claims", "uses", "imports"] as const;
export type CatalogSection = (typeof sections)[number];

/** The pages of the catalogue, beside the title of each: what there is, what was agreed, what is late, contested, used, brought in. */
export function CatalogSections({ chosen }: { readonly chosen: CatalogSection }) {
  const text = useSharedText();
  const goTo = useGoTo();
  return (
    <Segments
      label={text("catalogSections")}
      chosen={chosen}
      choices={sections.map((key) => ({ key, label: text(`catalogSection.${key}`) }))}
      onChoose={(key) => goTo(key === "find" ? paths.catalog : paths.catalogSection(key))}
    />
  );
}
