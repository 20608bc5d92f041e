/**
 * The recovery kit: a sheet to print, which holds a person's seed sealed under a recovery code, and that code, which is shown
 * once and kept elsewhere. The code is 128 random bits, so neither sheet nor code alone is worth a guess. Every line of the
 * sheet ends with check characters, so that a slip in typing is named by its line.
 */
import { concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { bytes, integer, optional, record, type Value } from "#ledger-core/contract/schema/schema.ts";
import { handleSchema } from "#ledger-core/contract/schema/units.ts";
import {
  AEAD_NONCE_BYTES,
  AEAD_TAG_BYTES,
  keyPairFromSeed,
  nodeSuite,
  openAead,
  randomBytes,
  sealAead,
  SEED_BYTES,
  wipe,
  type KeyPair,
} from "#ledger-core/node/crypto-suite.ts";
import { cleanBase32, encodeBase32, groupByFour, parseBase32 } from "./base32.ts";
import { KeystoreError } from "./keystore-error.ts";

const headSchema = record({ form: integer(1, 1), handle: handleSchema, network: optional(bytes(32)) });
const kitSchema = record({ head: headSchema, sealed: bytes(SEED_BYTES + AEAD_TAG_BYTES) });

export type KitHead = Value<typeof headSchema>;
export type RecoveryKit = Value<typeof kitSchema>;

/** `text` may be stored and printed; `code` is to be shown once and never stored beside it. */
export type IssuedKit = { readonly text: string; readonly code: string };

const CODE_BYTES = 16;
const CODE_CHECK_CHARACTERS = 2;
const LINE_CHARACTERS = 32;
const LINE_CHECK_CHARACTERS = 3;
const KIT_CHARACTERS_MAX = 65_536;
const LINE = /^\s*([0-9]{1,2})\s*:([0-9A-Za-z\s-]+)$/;

/** Seals a key pair into a new kit under a new code. The pair stays the caller's to wipe. */
export function issueRecoveryKit(
  owner: { handle: string; network: Uint8Array | undefined },
  keyPair: KeyPair,
): IssuedKit {
  const head: KitHead = { form: 1, handle: owner.handle, network: owner.network };
  const code = randomBytes(CODE_BYTES);
  const key = codeKey(code);
  const sealed = sealAead(bindingOf(key, head), keyPair.secretKey.subarray(0, SEED_BYTES));
  const issued = { text: printKit({ head, sealed }), code: printCode(code) };
  wipe(key);
  wipe(code);
  return issued;
}

/** Reads a sheet, typed or pasted, with whatever stands around its numbered lines. Throws RECOVERY_KIT_MALFORMED with the line. */
export function parseRecoveryKit(text: string): RecoveryKit {
  const malformed = (line: number): KeystoreError => new KeystoreError("RECOVERY_KIT_MALFORMED", { line });
  if (text.length > KIT_CHARACTERS_MAX) throw malformed(0);
  let characters = "";
  let count = 0;
  for (const line of text.normalize("NFKC").split(/\r\n|\r|\n/)) {
    const [, number, content] = LINE.exec(line) ?? [];
    if (number === undefined || content === undefined) continue;
    count++;
    const clean = cleanBase32(content);
    const data = clean.slice(0, -LINE_CHECK_CHARACTERS);
    const isSound = data.length > 0 && clean === data + lineCheck(count, data);
    if (Number(number) !== count || !isSound) throw malformed(count);
    characters += data;
  }
  if (count === 0) throw malformed(0);
  const payload = parseBase32(characters);
  const kit = payload && decode(kitSchema, payload);
  if (kit === undefined || !kit.ok) throw malformed(count + 1);
  return kit.value;
}

/** Opens a kit with its code. Throws RECOVERY_CODE_MALFORMED or RECOVERY_CODE_WRONG. The key pair is the caller's to wipe. */
export function openRecoveryKit(kit: RecoveryKit, code: string): KeyPair {
  const codeBytes = parseCode(code);
  const key = codeKey(codeBytes);
  const seed = openAead(bindingOf(key, kit.head), kit.sealed);
  wipe(key);
  wipe(codeBytes);
  if (seed === undefined) throw new KeystoreError("RECOVERY_CODE_WRONG", { handle: kit.head.handle });
  const keyPair = keyPairFromSeed(seed);
  wipe(seed);
  return keyPair;
}

function codeKey(code: Uint8Array): Uint8Array {
  const whole = concatBytes(ascii("tcc-recovery-code-1\n"), code);
  const key = nodeSuite.sha256(whole);
  wipe(whole);
  return key;
}

/** The nonce may be constant because a code, and so its key, seals a single message ever. */
function bindingOf(key: Uint8Array, head: KitHead): { key: Uint8Array; nonce: Uint8Array; associatedData: Uint8Array } {
  const associatedData = concatBytes(ascii("tcc-recovery-kit-1\n"), encode(headSchema, head));
  return { key, nonce: new Uint8Array(AEAD_NONCE_BYTES), associatedData };
}

function printCode(code: Uint8Array): string {
  return groupByFour(encodeBase32(code) + codeCheck(code), "-");
}

function parseCode(text: string): Uint8Array {
  const clean = text.length > 256 ? "" : cleanBase32(text);
  const code = parseBase32(clean.slice(0, -CODE_CHECK_CHARACTERS));
  const isSound = code?.length === CODE_BYTES && clean.endsWith(codeCheck(code));
  if (code === undefined || !isSound) throw new KeystoreError("RECOVERY_CODE_MALFORMED", {});
  return code;
}

function codeCheck(code: Uint8Array): string {
  return encodeBase32(nodeSuite.sha256(concatBytes(ascii("tcc-recovery-check\n"), code))).slice(
    0,
    CODE_CHECK_CHARACTERS,
  );
}

function lineCheck(number: number, data: string): string {
  return encodeBase32(nodeSuite.sha256(ascii(`tcc-recovery-line ${number} ${data}\n`))).slice(0, LINE_CHECK_CHARACTERS);
}

function printKit(kit: RecoveryKit): string {
  const characters = encodeBase32(encode(kitSchema, kit));
  const lines = (characters.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, "g")) ?? []).map((data, i) => {
    const number = String(i + 1).padStart(2, "0");
    return `${number}: ${groupByFour(data, " ")}  ${lineCheck(i + 1, data)}`;
  });
  const network = kit.head.network === undefined ? "—" : encodeHex(kit.head.network);
  return [
    "可信城市控制台 密钥恢复单  /  Trusted City Console, recovery kit",
    "",
    `人员 / Person     ${kit.head.handle}`,
    `网络 / Network    ${network}`,
    "",
    "谁同时拿到本单和恢复码，谁就能以此人名义签名。请将两者分开保管。",
    "恢复码只在生成本单时显示一次，不在本单上。忘记口令或文件损坏时，凭两者可重设口令。",
    "Whoever holds both this sheet and its recovery code can sign in this person's name. Keep them apart.",
    "The code was shown once, when the sheet was made, and is not on it. With both, a new passphrase can be set",
    "after the old one was forgotten or the key file was damaged.",
    "",
    ...lines,
    "",
  ].join("\n");
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
