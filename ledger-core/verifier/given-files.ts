/** What a person dropped or chose, before a byte of it is read. */

/** Files that one look takes in: two thousand proofs. What comes after them is not looked at, and the page says so. */
export const GIVEN_FILES_MAX = 8_000;

/** `folder` tells files apart that were given in different folders; a folder that was given itself is `isWhole`. */
export type GivenFile = {
  readonly folder: string;
  readonly isWhole: boolean;
  readonly name: string;
  readonly file: Blob;
};

/** Names of folders directly in a folder that was given: they tell what it is, and are not looked into. */
export type GivenFolder = { readonly folder: string; readonly names: readonly string[] };

export type Given = { readonly files: readonly GivenFile[]; readonly folders: readonly GivenFolder[] };

/** Files from an input, of a folder or by themselves. */
export function filesOfInput(list: FileList): Given {
  const files: GivenFile[] = [];
  const folders = new Map<string, Set<string>>();
  for (const file of list) {
    const [folder, name, ...deeper] = file.webkitRelativePath.split("/");
    if (folder === undefined || name === undefined) {
      files.push({ folder: "", isWhole: false, name: file.name, file });
      continue;
    }
    folders.set(folder, (folders.get(folder) ?? new Set()).add(name));
    if (deeper.length === 0 && files.length <= GIVEN_FILES_MAX) files.push({ folder, isWhole: true, name, file });
  }
  return { files, folders: [...folders].map(([folder, names]) => ({ folder, names: [...names] })) };
}

/** Files and folders that were dropped. To be called while the drop is handled; what cannot be opened is left out. */
export async function filesOfDrop(items: DataTransferItemList): Promise<Given> {
  // All three are asked for at once: the list is emptied when the event is over.
  const dropped = [...items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry(), handle: handleOf(item) }));
  const given = tellApart(await Promise.all(dropped.map(readDropped)));
  return { files: given.flatMap(({ files }) => files), folders: given.flatMap(({ folders }) => folders) };
}

/** Two folders of one name that were dropped together are two folders. */
function tellApart(given: readonly Given[]): readonly Given[] {
  const seen = new Map<string, number>();
  return given.map((one) => {
    const folder = one.folders[0]?.folder;
    if (folder === undefined) return one;
    const count = (seen.get(folder) ?? 0) + 1;
    seen.set(folder, count);
    if (count === 1) return one;
    const name = `${folder} (${count})`;
    return {
      files: one.files.map((file) => ({ ...file, folder: name })),
      folders: one.folders.map(({ names }) => ({ folder: name, names })),
    };
  });
}

/** What was there before with what is given now: single files complete each other, folders take the place of everything. */
export function joinGiven(before: Given, now: Given): Given {
  if (before.folders.length > 0 || now.folders.length > 0) return now;
  const names = new Set(now.files.map(({ name }) => name));
  return { files: [...before.files.filter(({ name }) => !names.has(name)), ...now.files], folders: [] };
}

export const NOTHING_GIVEN: Given = { files: [], folders: [] };

type Dropped = {
  readonly file: File | null;
  readonly entry: FileSystemEntry | null;
  readonly handle: Promise<unknown> | undefined;
};

async function readDropped({ file, entry, handle }: Dropped): Promise<Given> {
  if (entry?.isDirectory === true)
    return await readFolder(entry.name, await childrenOf(entry, await handle?.catch(() => undefined)));
  return { files: file === null ? [] : [{ folder: "", isWhole: false, name: file.name, file }], folders: [] };
}

type Child = { readonly name: string; readonly open: (() => Promise<Blob>) | undefined };

async function readFolder(folder: string, children: readonly Child[]): Promise<Given> {
  const files: GivenFile[] = [];
  for (const { name, open } of children) {
    if (files.length > GIVEN_FILES_MAX) break;
    const file = await open?.().catch(() => undefined);
    if (file !== undefined) files.push({ folder, isWhole: true, name, file });
  }
  return { files, folders: [{ folder, names: children.map(({ name }) => name) }] };
}

/** A page that was opened from a file may read folders through handles in some browsers, through entries in others. */
async function childrenOf(entry: FileSystemEntry, handle: unknown): Promise<readonly Child[]> {
  try {
    if (isFolderHandle(handle)) return await childrenOfHandle(handle);
  } catch {
    // The browser does not let this page read through handles.
  }
  return await childrenOfEntry(entry);
}

type FileHandle = { readonly kind: "file"; readonly name: string; readonly getFile: () => Promise<File> };
type FolderHandle = {
  readonly kind: "directory";
  readonly name: string;
  readonly values: () => AsyncIterable<FileHandle | FolderHandle>;
};

function handleOf(item: DataTransferItem): Promise<unknown> | undefined {
  const ask: unknown = Reflect.get(item, "getAsFileSystemHandle");
  if (typeof ask !== "function") return undefined;
  const handle: unknown = Reflect.apply(ask, item, []);
  return handle instanceof Promise ? handle.catch(() => undefined) : undefined;
}

function isFolderHandle(value: unknown): value is FolderHandle {
  return typeof value === "object" && value !== null && Reflect.get(value, "kind") === "directory" && "values" in value;
}

async function childrenOfHandle(handle: FolderHandle): Promise<readonly Child[]> {
  const children: Child[] = [];
  for await (const child of handle.values()) {
    children.push({ name: child.name, open: child.kind === "file" ? () => child.getFile() : undefined });
    if (children.length > 4 * GIVEN_FILES_MAX) break;
  }
  return children;
}

async function childrenOfEntry(entry: FileSystemEntry): Promise<readonly Child[]> {
  if (!isFolderEntry(entry)) return [];
  const reader = entry.createReader();
  const children: Child[] = [];
  while (children.length <= 4 * GIVEN_FILES_MAX) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) break;
    for (const child of some)
      children.push({ name: child.name, open: child.isFile ? () => openEntry(child) : undefined });
  }
  return children;
}

async function openEntry(entry: FileSystemEntry): Promise<Blob> {
  return await new Promise((resolve, reject) => {
    if (isFileEntry(entry)) entry.file(resolve, reject);
    else reject(new TypeError("not a file"));
  });
}

// The classes of entries have no names in some browsers.
function isFolderEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
