/**
 * The keys of the people of one ledger folder. A key leaves its file only into secret memory of this process, for a session
 * that its owner's passphrase opened. Every failure is a `KeystoreError`; none carries a secret.
 */
import { encodeHex, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair, signEd25519, wipe, type KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { encodeKeyFile, openKeyFile, parseKeyFile, sealKeyFile, type KeyFile } from "./key-file.ts";
import { listHandles, readKeyBytes, saveKeyBytes, setDamagedAside, verifyHandle } from "./key-folder.ts";
import { KeystoreError } from "./keystore-error.ts";
import { PassphraseGate } from "./passphrase-gate.ts";
import { SCRYPT_COST_DEFAULT, verifyPassphraseStrength, type ScryptCost } from "./passphrase.ts";
import { issueRecoveryKit, openRecoveryKit, parseRecoveryKit, type IssuedKit } from "./recovery-kit.ts";
import {
  SessionTable,
  type KeystoreClock,
  type LockEvent,
  type OpenSession,
  type SessionPerson,
} from "./session-table.ts";

/** A quarter of an hour without a signature: long enough for a form, short enough for an unattended desk. */
export const IDLE_LOCK_MS_DEFAULT = 900_000;
/** Passphrases waiting for their turn; each derivation takes 128 MiB, so they run one at a time. */
export const PASSPHRASES_WAITING_MAX = 32;

/** The time of the operating system. Its timers do not keep a process alive. */
export const systemKeystoreClock: KeystoreClock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export type KeystoreOptions = {
  /** Holds the key files; made when the first is written. */
  readonly folder: string;
  /** The network's id in hex; files of another network are refused. Undefined before the network exists. */
  readonly network?: string | undefined;
  readonly clock?: KeystoreClock;
  readonly idleLockMs?: number;
  /** For new files; files keep the cost that they were written with. */
  readonly cost?: ScryptCost;
};

/** What `listKeyFiles` says of each file: whose it is, or why it cannot be used. */
export type KeyFileSummary =
  | (SessionPerson & { readonly kind: "sound"; readonly network: string | undefined })
  | { readonly kind: "refused"; readonly handle: string; readonly error: KeystoreError };

export class Keystore {
  readonly #folder: string;
  readonly #network: string | undefined;
  readonly #cost: ScryptCost;
  readonly #gate: PassphraseGate;
  readonly #sessions: SessionTable;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: KeystoreOptions) {
    const clock = options.clock ?? systemKeystoreClock;
    this.#folder = options.folder;
    this.#network = options.network;
    this.#cost = options.cost ?? SCRYPT_COST_DEFAULT;
    this.#gate = new PassphraseGate(clock.now);
    this.#sessions = new SessionTable(clock, options.idleLockMs ?? IDLE_LOCK_MS_DEFAULT);
  }

  /**
   * Writes a new person's key file and returns the public key once the file would survive a power cut. The key is random unless
   * a pair is given, which stays the caller's to wipe. Throws PASSPHRASE_WEAK, KEY_FILE_EXISTS, KEY_FOLDER_UNWRITABLE.
   */
  async createKeyFile(person: {
    readonly handle: string;
    readonly passphrase: string;
    readonly keyPair?: KeyPair;
  }): Promise<Uint8Array> {
    const { handle, passphrase } = person;
    verifyHandle(handle);
    verifyPassphraseStrength(passphrase, handle);
    return this.#inTurn(async () => {
      const keyPair = person.keyPair ?? generateKeyPair();
      try {
        await this.#save(handle, this.#network, keyPair, { passphrase, replace: false });
        return keyPair.publicKey;
      } finally {
        if (person.keyPair === undefined) wipe(keyPair.secretKey);
      }
    });
  }

  /** Every key file of the folder, by handle, the unusable ones with their reason. */
  async listKeyFiles(): Promise<readonly KeyFileSummary[]> {
    const summaries: KeyFileSummary[] = [];
    for (const handle of await listHandles(this.#folder)) {
      try {
        const { network, publicKey } = await this.#read(handle);
        summaries.push({ kind: "sound", handle, network, publicKey });
      } catch (error) {
        if (!(error instanceof KeystoreError)) throw error;
        summaries.push({ kind: "refused", handle, error });
      }
    }
    return summaries;
  }

  /** Opens a session for a person; its id is the right to prepare acts in that person's name, so it goes to one window only. */
  async unlock(handle: string, passphrase: string): Promise<string> {
    return this.#inTurn(async () => {
      const { keyPair } = await this.#open(handle, passphrase);
      return this.#sessions.open(handle, keyPair);
    });
  }

  /** Whose session it is; undefined if it is locked. Looking does not keep it open. */
  findSession(session: string): OpenSession | undefined {
    return this.#sessions.find(session);
  }

  /** Starts the session's idle time anew, as signing does. Throws SESSION_LOCKED. */
  touch(session: string): void {
    this.#sessions.use(session);
  }

  /** The person's signature. Windows never reach this: theirs come from the signing desk, after a confirmation. */
  sign(session: string, message: Uint8Array): Uint8Array {
    return signEd25519(this.#sessions.use(session).secretKey, message);
  }

  /** Resolves if the passphrase opens the very key of this session. Throws as `unlock` does, and counts wrong ones alike. */
  async verifyPassphrase(session: string, passphrase: string): Promise<void> {
    const person = this.#sessions.find(session);
    if (person === undefined) throw new KeystoreError("SESSION_LOCKED", {});
    await this.#inTurn(async () => {
      const { keyPair } = await this.#open(person.handle, passphrase);
      wipe(keyPair.secretKey);
      // The file was exchanged under the open session: what the passphrase opens now is somebody else's.
      if (!equalBytes(keyPair.publicKey, person.publicKey)) throw new KeystoreError("SESSION_LOCKED", {});
    });
  }

  lock(session: string): void {
    this.#sessions.lock(session, "asked");
  }

  /** Wipes every key in memory; called when the node stops. */
  lockAll(): void {
    this.#sessions.lockAll();
  }

  /** Tells of each session that is locked, for whatever reason. Returns how to stop listening. */
  onLock(listener: (event: LockEvent) => void): () => void {
    return this.#sessions.onLock(listener);
  }

  /**
   * Seals the same key under a new passphrase; open sessions stay open. Throws as `unlock` does, PASSPHRASE_WEAK, KEY_FOLDER_UNWRITABLE, and
   * KEY_FILE_EXISTS if the file of another key has taken the place of the one that was opened.
   */
  async changePassphrase(handle: string, change: { readonly from: string; readonly to: string }): Promise<void> {
    verifyHandle(handle);
    verifyPassphraseStrength(change.to, handle);
    await this.#inTurn(async () => {
      const { file, keyPair } = await this.#open(handle, change.from);
      try {
        await this.#save(handle, file.network ?? this.#network, keyPair, { passphrase: change.to, replace: true });
      } finally {
        wipe(keyPair.secretKey);
      }
    });
  }

  /** A new recovery kit and its code. Earlier kits stay good: each holds the key itself, only under another code. */
  async exportRecoveryKit(handle: string, passphrase: string): Promise<IssuedKit> {
    return this.#inTurn(async () => {
      const { file, keyPair } = await this.#open(handle, passphrase);
      const network = parseHex(file.network ?? this.#network ?? "");
      const kit = issueRecoveryKit({ handle, network: network?.length === 0 ? undefined : network }, keyPair);
      wipe(keyPair.secretKey);
      return kit;
    });
  }

  /**
   * Writes a kit's key file anew under a new passphrase. A file of the same key is replaced, a damaged one put aside; a sound
   * file of another key is never touched: KEY_FILE_EXISTS. Throws as the kit's functions do, and OTHER_NETWORK.
   */
  async restoreFromKit(kit: {
    readonly text: string;
    readonly code: string;
    readonly passphrase: string;
  }): Promise<SessionPerson> {
    const parsed = parseRecoveryKit(kit.text);
    const { handle } = parsed.head;
    const network = parsed.head.network && encodeHex(parsed.head.network);
    verifyHandle(handle);
    this.#verifyNetwork(handle, network);
    const keyPair = openRecoveryKit(parsed, kit.code);
    try {
      verifyPassphraseStrength(kit.passphrase, handle);
      await this.#inTurn(async () => {
        const replace = await this.#makeWay(handle, keyPair.publicKey);
        await this.#save(handle, network ?? this.#network, keyPair, { passphrase: kit.passphrase, replace });
        this.#gate.forget(handle);
      });
      return { handle, publicKey: keyPair.publicKey };
    } finally {
      wipe(keyPair.secretKey);
    }
  }

  /** True if the file that is there may be replaced by one of this key. */
  async #makeWay(handle: string, publicKey: Uint8Array): Promise<boolean> {
    try {
      const file = parseKeyFile(handle, await readKeyBytes(this.#folder, handle));
      if (equalBytes(file.publicKey, publicKey)) return true;
      throw new KeystoreError("KEY_FILE_EXISTS", { handle });
    } catch (error) {
      if (!(error instanceof KeystoreError)) throw error;
      if (error.code === "KEY_FILE_MISSING") return false;
      if (error.code !== "KEY_FILE_CORRUPT" && error.code !== "KEY_FILE_PARAMETERS") throw error;
      // A sound file of somebody else: renamed, or found where a disk does not tell Anna from anna.
      if ("reason" in error.data && error.data.reason === "handle")
        throw new KeystoreError("KEY_FILE_EXISTS", { handle });
      await setDamagedAside(this.#folder, handle);
      return false;
    }
  }

  async #read(handle: string): Promise<KeyFile> {
    const file = parseKeyFile(handle, await readKeyBytes(this.#folder, handle));
    this.#verifyNetwork(handle, file.network);
    return file;
  }

  async #open(handle: string, passphrase: string): Promise<{ readonly file: KeyFile; readonly keyPair: KeyPair }> {
    verifyHandle(handle);
    this.#gate.verifyOpen(handle);
    const file = await this.#read(handle);
    const keyPair = await openKeyFile(file, passphrase);
    if (keyPair === undefined)
      throw new KeystoreError("PASSPHRASE_WRONG", { handle, waitSeconds: this.#gate.countWrong(handle) });
    this.#gate.forget(handle);
    return { file, keyPair };
  }

  async #save(
    handle: string,
    network: string | undefined,
    keyPair: KeyPair,
    how: { readonly passphrase: string; readonly replace: boolean },
  ): Promise<void> {
    const file = await sealKeyFile({ handle, network }, keyPair, { passphrase: how.passphrase, cost: this.#cost });
    if (how.replace) await this.#verifyHolds(handle, keyPair.publicKey);
    await saveKeyBytes(this.#folder, handle, { bytes: encodeKeyFile(file), replace: how.replace });
  }

  /** Sealing takes its time, in which another process may have put the key there that is in force by now. */
  async #verifyHolds(handle: string, publicKey: Uint8Array): Promise<void> {
    const file = await this.#read(handle);
    if (!equalBytes(file.publicKey, publicKey)) throw new KeystoreError("KEY_FILE_EXISTS", { handle });
  }

  #verifyNetwork(handle: string, network: string | undefined): void {
    if (network !== undefined && this.#network !== undefined && network !== this.#network)
      throw new KeystoreError("OTHER_NETWORK", { handle, network });
  }

  /** One at a time, in order: bounds the memory of derivations, and a hundred guesses sent at once meet the gate one by one. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= PASSPHRASES_WAITING_MAX)
      throw new KeystoreError("KEYSTORE_BUSY", { waitingMax: PASSPHRASES_WAITING_MAX });
    this.#waiting++;
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined).finally(() => this.#waiting--);
    return result;
  }
}
