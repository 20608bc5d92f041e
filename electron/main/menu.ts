import { Menu } from "electron";
import type { MenuItemConstructorOptions } from "electron";
import type { Language } from "#electron/preload/messages.ts";
import { words } from "./words.ts";
import type { WordKey } from "./words.ts";

type Role = NonNullable<MenuItemConstructorOptions["role"]>;

/** The menu: what the keyboard needs, and nothing of the console's own. */
export function menuTemplate(
  language: Language,
  { devTools, isMac }: { readonly devTools: boolean; readonly isMac: boolean },
): MenuItemConstructorOptions[] {
  const item = (role: Role, key: WordKey): MenuItemConstructorOptions => ({ role, label: words(language, key) });
  const line: MenuItemConstructorOptions = { type: "separator" };
  return [
    ...(isMac ? [{ label: words(language, "product"), submenu: [item("quit", "menu.quit")] }] : []),
    {
      label: words(language, "menu.edit"),
      submenu: [
        item("undo", "menu.undo"),
        item("redo", "menu.redo"),
        line,
        item("cut", "menu.cut"),
        item("copy", "menu.copy"),
        item("paste", "menu.paste"),
        item("selectAll", "menu.selectAll"),
      ],
    },
    {
      label: words(language, "menu.view"),
      submenu: [
        item("reload", "menu.reload"),
        line,
        item("zoomIn", "menu.zoomIn"),
        item("zoomOut", "menu.zoomOut"),
        item("resetZoom", "menu.resetZoom"),
        line,
        item("togglefullscreen", "menu.fullScreen"),
        ...(devTools ? [item("toggleDevTools", "menu.developerTools")] : []),
      ],
    },
    {
      label: words(language, "menu.window"),
      submenu: [
        item("minimize", "menu.minimize"),
        item("close", "menu.close"),
        ...(isMac ? [] : [line, item("quit", "menu.quit")]),
      ],
    },
  ];
}

export function showMenu(language: Language, options: { readonly devTools: boolean; readonly isMac: boolean }): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(language, options)));
}
