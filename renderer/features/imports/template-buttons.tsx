import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { bytesOfBase64 } from "#renderer/shared/files/base64.ts";
import { saveFiles } from "#renderer/shared/files/save-file.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./imports.module.css";
import { importQueries } from "./queries.ts";
import { useImportText } from "./text.ts";

/** The sheets that people fill in, to take away empty: one button for each format that has one. */
export function TemplateButtons() {
  const text = useImportText();
  const words = useWords();
  const describe = useFailure();
  const formats = useQuery(importQueries.formats()).data ?? [];
  const [working, setWorking] = useState("");
  const [failure, setFailure] = useState<unknown>();
  const save = async (format: string) => {
    setFailure(undefined);
    setWorking(format);
    try {
      const { name, base64 } = await client.imports.template({ format });
      await saveFiles([{ name, bytes: bytesOfBase64(base64) }]);
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking("");
    }
  };
  return (
    <div>
      <p className={styles.quiet}>{text("template.lead")}</p>
      <div className={styles.templates}>
        {formats
          .filter(({ hasTemplate }) => hasTemplate)
          .map(({ name, words: label }) => (
            <Button
              key={name}
              size="small"
              icon="download"
              isPending={working === name}
              onClick={() => void save(name)}
            >
              {words(label)}
            </Button>
          ))}
      </div>
      {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
    </div>
  );
}
