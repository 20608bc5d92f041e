/**
 * Passphrases that people let the operating system keep: sealed by its keychain, in files that only this user can read. Nothing is
 * kept unless a person asks for it, and nothing where the system would keep it in plain text.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { safeStorage } from "electron";

/** Whose passphrase it is: a person of one network. */
export type KeychainName = { readonly network: string; readonly handle: string };

export class Keychain {
  readonly #folder: string;

  /** `folder` is made when the first passphrase is kept. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether the system has a keychain worth the name. On Linux without one, Chromium would seal with a key that everybody knows. */
  async isAvailable(): Promise<boolean> {
    if (process.platform === "linux") {
      const backend = safeStorage.getSelectedStorageBackend();
      if (backend === "basic_text" || backend === "unknown") return false;
    }
    try {
      return await safeStorage.isAsyncEncryptionAvailable();
    } catch {
      return false;
    }
  }

  /** The passphrase that is kept; undefined where there is none, or none that still opens. */
  async find(name: KeychainName): Promise<string | undefined> {
    try {
      const sealed = await readFile(this.#file(name));
      if (!(await this.isAvailable())) return undefined;
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed);
      if (shouldReEncrypt) await this.save(name, result);
      return result;
    } catch {
      return undefined;
    }
  }

  /** Keeps a passphrase in place of an earlier one. Throws where the system has no keychain. */
  async save(name: KeychainName, passphrase: string): Promise<void> {
    if (!(await this.isAvailable())) throw new Error("this system has no keychain");
    const sealed = await safeStorage.encryptStringAsync(passphrase);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#file(name), sealed, { mode: 0o600 });
  }

  /** Forgetting what is not kept is no mistake. */
  async forget(name: KeychainName): Promise<void> {
    await rm(this.#file(name), { force: true });
  }

  /** Names of people are not for whoever lists the folder. */
  #file({ network, handle }: KeychainName): string {
    return join(this.#folder, `${createHash("sha256").update(`${network}/${handle}`).digest("hex")}.sealed`);
  }
}
