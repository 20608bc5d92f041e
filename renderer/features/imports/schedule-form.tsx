import { useState } from "react";
import type { ImportSchedule } from "#ledger-core/contract/api/imports.ts";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { DrawerLayout } from "#renderer/shared/drawer/drawer-region.tsx";
import { closeDrawer, openDrawer } from "#renderer/shared/drawer/drawer.ts";
import { CountField, TextField } from "#renderer/shared/forms/fields.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { FormatField } from "./format-field.tsx";
import styles from "./imports.module.css";
import { importQueries } from "./queries.ts";
import { useImportText } from "./text.ts";

/** Opens the settings of an import that is looked for again and again. They are this node's own: nothing is signed. */
export function openScheduleForm(schedule: ImportSchedule | undefined, label: string): void {
  const key = `imports:schedule:${schedule?.id ?? "new"}`;
  openDrawer({ key, label, content: <ScheduleForm key={key} schedule={schedule} /> });
}

function ScheduleForm({ schedule }: { readonly schedule: ImportSchedule | undefined }) {
  const text = useImportText();
  const describe = useFailure();
  const [name, setName] = useState(schedule?.name ?? "");
  const [from, setFrom] = useState(schedule?.from ?? "");
  const [format, setFormat] = useState(schedule?.format ?? "");
  const [source, setSource] = useState(schedule?.source ?? "");
  const [everyHours, setEveryHours] = useState<number | undefined>(schedule?.everyHours ?? 24);
  const [failure, setFailure] = useState<unknown>();
  const isWhole = name.trim() !== "" && from.trim() !== "" && everyHours !== undefined;
  const save = async () => {
    setFailure(undefined);
    try {
      const settings = { name, from, format, source, everyHours: everyHours ?? 24 };
      const { id } = await client.imports.saveSchedule({
        ...settings,
        ...(schedule !== undefined && { id: schedule.id }),
      });
      await client.imports.runSchedule({ id });
      await queries.invalidateQueries({ queryKey: importQueries.schedules().queryKey });
      closeDrawer();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <DrawerLayout
      title={text("schedule.title")}
      over={text("title")}
      foot={
        <Button kind="primary" isDisabled={!isWhole} onClick={() => void save()}>
          {text("schedule.save")}
        </Button>
      }
    >
      <div className={styles.form}>
        <p>{text("schedule.lead")}</p>
        <TextField label={text("schedule.name")} isRequired value={name} onChange={setName} lengthMax={200} />
        <TextField
          label={text("schedule.from")}
          note={text("schedule.fromNote")}
          isRequired
          value={from}
          onChange={setFrom}
        />
        <CountField
          label={text("schedule.everyHours")}
          isRequired
          min={1}
          max={8_784}
          value={everyHours}
          onChange={setEveryHours}
        />
        <FormatField value={format} onChange={setFormat} />
        <TextField
          label={text("recognised.source")}
          note={text("recognised.sourceNote")}
          value={source}
          onChange={setSource}
        />
        {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
      </div>
    </DrawerLayout>
  );
}
