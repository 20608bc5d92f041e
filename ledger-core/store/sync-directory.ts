import { open } from "node:fs/promises";

/** On the systems where a directory can be opened, its names are made durable; elsewhere the file system does it. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
