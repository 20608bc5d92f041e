// breaks: eslint(no-restricted-imports)
import { app } from "electron";

export const quit = app.quit;
