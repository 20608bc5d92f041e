/**
 * Every reason for which the keystore and the signing desk say no, with what a sentence about it may name. Nothing secret is
 * ever among the data: no passphrase, no key, no session, no recovery code.
 */
import { codeOf } from "#ledger-core/store/error-code.ts";

export type KeystoreFailures = {
  /** Not a handle as the ledger admits it (`contract/schema/handle.ts`). */
  HANDLE_MALFORMED: { readonly handle: string };
  KEY_FILE_MISSING: { readonly handle: string };
  KEY_FILE_EXISTS: { readonly handle: string };
  /** The file is not what was written: damaged, edited, renamed, or of a later form. */
  KEY_FILE_CORRUPT: { readonly handle: string; readonly reason: KeyFileFlaw };
  /** The file asks for a derivation that is too cheap to be safe or too dear to be run. */
  KEY_FILE_PARAMETERS: { readonly handle: string; readonly parameter: "N" | "r" | "p"; readonly value: number };
  /** The operating system does not let us read it; `cause` is its code, such as EACCES. */
  KEY_FILE_UNREADABLE: { readonly handle: string; readonly cause: string };
  KEY_FOLDER_UNWRITABLE: { readonly handle: string; readonly cause: string };
  OTHER_NETWORK: { readonly handle: string; readonly network: string };
  /** `waitSeconds` is how long the next attempt must wait; 0 while attempts are free. */
  PASSPHRASE_WRONG: { readonly handle: string; readonly waitSeconds: number };
  /** Too many wrong ones: this attempt was not even looked at. */
  PASSPHRASE_DELAYED: { readonly handle: string; readonly waitSeconds: number };
  PASSPHRASE_WEAK: { readonly reason: PassphraseFlaw; readonly charactersMin: number };
  KEYSTORE_BUSY: { readonly waitingMax: number };
  /** Locked by the person, by idleness or by a restart; or never opened. */
  SESSION_LOCKED: Record<never, never>;
  /** `line` is the number printed at the start of the line that is wrong or missing; 0 if no line was found. */
  RECOVERY_KIT_MALFORMED: { readonly line: number };
  RECOVERY_CODE_MALFORMED: Record<never, never>;
  /** Well-formed, but not the code of this kit. */
  RECOVERY_CODE_WRONG: { readonly handle: string };
  KEY_REQUEST_MALFORMED: { readonly reason: "size" | "json" | "shape" | "form" };
  /** The request's proof was not made with the key that it names. */
  KEY_REQUEST_FORGED: { readonly handle: string };
  /** Never prepared, already confirmed, withdrawn, expired, or its session was locked. */
  SIGNING_ITEM_MISSING: { readonly digest: string };
  SIGNING_DESK_FULL: { readonly itemsMax: number };
};

export type KeyFileFlaw = "size" | "json" | "shape" | "form" | "checksum" | "handle";
export type PassphraseFlaw = "short" | "long" | "repetitive" | "handle";
export type KeystoreCode = keyof KeystoreFailures;

/** The keystore's "no". `message` is for a log; people read the sentence of `code` in `contract/text`. */
export class KeystoreError<C extends KeystoreCode = KeystoreCode> extends Error {
  readonly code: C;
  readonly data: KeystoreFailures[C];
  constructor(code: C, data: KeystoreFailures[C]) {
    super(code);
    this.name = "KeystoreError";
    this.code = code;
    this.data = data;
  }
}

/** The operating system's code of a failure, such as ENOENT; "UNKNOWN" if it has none. */
export function systemCode(error: unknown): string {
  return codeOf(error) ?? "UNKNOWN";
}
