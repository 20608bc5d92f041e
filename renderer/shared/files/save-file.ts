/** A file that a person takes away. */
export type TakenFile = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Browsers hold a page to a few downloads at a time; the next file follows after this pause. */
const pauseMs = 150;
/** How long an address of a file stays good: longer than any browser takes to begin. */
const addressLifeMs = 60_000;

/** Saves files where the browser or the shell puts what a person downloads, one after the other. */
export async function saveFiles(files: readonly TakenFile[]): Promise<void> {
  for (const [place, { name, bytes }] of files.entries()) {
    if (place > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), addressLifeMs);
  }
}

/** Saves one text as UTF-8. */
export async function saveText(name: string, text: string): Promise<void> {
  await saveFiles([{ name, bytes: new TextEncoder().encode(text) }]);
}
