import type { ReactNode } from "react";
import { openDrawer } from "#renderer/shared/drawer/drawer.ts";

/** Opens a form beside the page. A form of the same name about the same record is changed in place. */
export function openForm(form: { readonly name: string; readonly label: string; readonly content: ReactNode }): void {
  openDrawer({ key: `catalog:${form.name}`, label: form.label, content: form.content });
}
