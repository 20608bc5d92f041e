import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { exportedFiles } from "#renderer/shared/files/exported-files.ts";
import { saveFiles } from "#renderer/shared/files/save-file.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./imports.module.css";
import { importQueries } from "./queries.ts";
import { TemplateButtons } from "./template-buttons.tsx";
import { useImportText } from "./text.ts";

/** The catalogue taken out in one of the formats, and what each standard demands. */
export function ExportPanel() {
  const text = useImportText();
  const words = useWords();
  const contract = useContractWords();
  const describe = useFailure();
  const formats = useQuery(importQueries.formats()).data ?? [];
  const me = useQuery(importQueries.me()).data?.person;
  const [format, setFormat] = useState("");
  const [scope, setScope] = useState("all");
  const [isWorking, setIsWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [unfit, setUnfit] = useState({ records: 0, fields: "" });
  const [saved, setSaved] = useState<{ readonly name: string; readonly height: number }>();
  const chosen = formats.find(({ name }) => name === format) ?? formats[0];
  const save = async () => {
    if (chosen === undefined) return;
    setFailure(undefined);
    setUnfit({ records: 0, fields: "" });
    setSaved(undefined);
    setIsWorking(true);
    try {
      const department = scope === "own" ? me?.department.key : undefined;
      const answer = await client.imports.export({
        format: chosen.name,
        ...(department !== undefined && { department }),
      });
      await saveFiles(exportedFiles(answer));
      setSaved(answer);
      const { records, fields } = answer.unfit;
      setUnfit({ records, fields: fields.join(text("comma")) });
    } catch (error) {
      setFailure(error);
    } finally {
      setIsWorking(false);
    }
  };
  return (
    <Panel title={text("export.title")}>
      <div className={styles.form}>
        <ChoiceField
          label={text("export.format")}
          value={chosen?.name ?? ""}
          choices={formats.map((one) => ({ value: one.name, label: words(one.words) }))}
          onChange={setFormat}
        />
        <ChoiceField
          label={text("export.scope")}
          value={scope}
          choices={[
            { value: "all", label: text("export.all") },
            ...(me === undefined ? [] : [{ value: "own", label: words(me.department.name) }]),
          ]}
          onChange={setScope}
        />
        {chosen === undefined ? null : (
          <p className={styles.quiet}>
            {text("export.mandatory", {
              elements: chosen.mandatory
                .map((element) => contract.column("catalog.dataset", element))
                .join(text("comma")),
            })}
          </p>
        )}
        <Button isPending={isWorking} isDisabled={chosen === undefined} onClick={() => void save()}>
          {text("export.button")}
        </Button>
        <p role="status">
          {saved === undefined ? null : text("export.saved", { name: saved.name, height: formatCount(saved.height) })}
        </p>
        <p role="status">
          {unfit.records === 0 ? null : text("export.unfit", { count: unfit.records, fields: unfit.fields })}
        </p>
        {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
        <div className={styles.template}>
          <TemplateButtons />
        </div>
      </div>
    </Panel>
  );
}
