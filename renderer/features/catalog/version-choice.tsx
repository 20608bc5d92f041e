import { Select } from "@mantine/core";
import { useState } from "react";
import { useOwnEscape } from "#renderer/shared/forms/own-escape.ts";
import styles from "./catalog.module.css";
import type { ChangeDatasetView } from "./dataset-view.ts";
import { useCatalogText } from "./text.ts";
import { versionChoices } from "./version-choices.ts";

/** Any two versions of a dataset, found by their numbers. */
export function VersionChoice(props: {
  readonly newest: number;
  readonly from: number;
  readonly to: number;
  readonly onChange: ChangeDatasetView;
}) {
  const text = useCatalogText();
  const { newest, from, to, onChange } = props;
  return (
    <div className={styles.compare}>
      <OneVersion
        label={text("versions.from")}
        newest={newest}
        chosen={from}
        other={to}
        onChoose={(number) => onChange({ from: number, to })}
      />
      <span>{text("versions.with")}</span>
      <OneVersion
        label={text("versions.to")}
        newest={newest}
        chosen={to}
        other={from}
        onChoose={(number) => onChange({ from, to: number })}
      />
    </div>
  );
}

function OneVersion(props: {
  readonly label: string;
  readonly newest: number;
  readonly chosen: number;
  readonly other: number;
  readonly onChoose: (version: number) => void;
}) {
  const text = useCatalogText();
  const { frame, onOpen, onClose } = useOwnEscape();
  const { newest, chosen, other } = props;
  const [typed, setTyped] = useState("");
  const option = (number: number) => ({ value: String(number), label: text("versions.version", { number }) });
  // While nothing is typed, the field holds the words of what is chosen.
  const sought = typed === option(chosen).label ? "" : typed;
  const offered = versionChoices({ newest, typed: sought, other }).map(option);
  return (
    <div {...frame}>
      <Select
        aria-label={props.label}
        data={[...offered.filter(({ value }) => value !== String(chosen)), option(chosen)]}
        filter={() => offered}
        value={String(chosen)}
        searchable
        allowDeselect={false}
        onSearchChange={setTyped}
        nothingFoundMessage={text("versions.noSuch")}
        onDropdownOpen={onOpen}
        onDropdownClose={onClose}
        onChange={(value) => {
          if (value !== null) props.onChoose(Number(value));
        }}
      />
    </div>
  );
}
