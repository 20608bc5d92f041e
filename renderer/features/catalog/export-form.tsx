import { useState } from "react";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { DrawerLayout } from "#renderer/shared/drawer/drawer-region.tsx";
import { exportedFiles } from "#renderer/shared/files/exported-files.ts";
import { saveFiles } from "#renderer/shared/files/save-file.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { ChoiceField } from "#renderer/shared/forms/fields.tsx";
import forms from "#renderer/shared/forms/forms.module.css";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { openForm } from "./open-form.ts";
import { useCatalogText } from "./text.ts";

const formats = ["dcat-ap-jsonld", "dcat-ap-turtle", "national-xlsx", "national-csv"] as const;
type Format = (typeof formats)[number];

/** Opens what takes the description of one dataset away as a file. */
export function openExportForm(dataset: DatasetDetail, label: string): void {
  openForm({ name: `export:${dataset.key}`, label, content: <ExportForm key={dataset.key} dataset={dataset} /> });
}

function ExportForm({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const describe = useFailure();
  const [format, setFormat] = useState<Format>("dcat-ap-jsonld");
  const [isWorking, setIsWorking] = useState(false);
  const [saved, setSaved] = useState<{ readonly name: string; readonly height: number }>();
  const [failure, setFailure] = useState<unknown>();
  const save = async () => {
    setSaved(undefined);
    setFailure(undefined);
    setIsWorking(true);
    try {
      const answer = await client.imports.export({ format, dataset: dataset.key });
      await saveFiles(exportedFiles(answer));
      setSaved(answer);
    } catch (error) {
      setFailure(error);
    } finally {
      setIsWorking(false);
    }
  };
  return (
    <DrawerLayout
      title={text("record.title")}
      over={dataset.title}
      foot={
        <Button kind="primary" isPending={isWorking} onClick={() => void save()}>
          {text("record.save")}
        </Button>
      }
    >
      <div className={forms.form}>
        <p className={forms.lead}>{text("record.lead")}</p>
        <ChoiceField
          label={text("record.format")}
          value={format}
          choices={formats.map((value) => ({ value, label: text(`record.format.${value}`) }))}
          onChange={(chosen) => setFormat(formats.find((one) => one === chosen) ?? format)}
        />
        <p role="status">
          {saved === undefined ? null : text("record.saved", { name: saved.name, height: formatCount(saved.height) })}
        </p>
        {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
      </div>
    </DrawerLayout>
  );
}
