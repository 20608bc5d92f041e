/** Where the built console is. */
import { join } from "node:path";

/** Folder of the console's pages, beside the program; empty until they are built. */
export const PAGES_FOLDER = join(import.meta.dirname, "..", "..", "build", "renderer");
