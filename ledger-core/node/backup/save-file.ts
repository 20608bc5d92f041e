import { closeSync, fsyncSync, openSync, writeFileSync } from "node:fs";

/** A new file that only its owner reads, on the disk on return. */
export function saveFile(path: string, content: string | Uint8Array): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
