/** Whether a path lies in a folder, whatever either is called on the way there. */
import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * The way from a folder to what is in it, also by way of links: empty for the folder itself, undefined for what lies elsewhere. Nothing needs
 * to be there yet.
 */
export function wayInto({ folder, path }: { readonly folder: string; readonly path: string }): string | undefined {
  const way = relative(realPath(resolve(folder)), realPath(resolve(path)));
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way;
}

/** The path without links, as far as there is anything under it. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
