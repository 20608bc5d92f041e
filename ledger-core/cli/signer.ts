/** A person at the command line: whose key it is, and acts signed with it. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import {
  composeBody,
  composeSignedPart,
  composeValue,
  signTransaction,
} from "#ledger-core/node/compose-transaction.ts";
import type { ComposedBody } from "#ledger-core/node/compose-transaction.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { Keystore } from "#ledger-core/node/keystore/keystore.ts";
import { actorOfHandle, actorOfKey } from "#ledger-core/node/moment.ts";
import { takeUpNextKeys } from "#ledger-core/node/next-key.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { momentOf } from "./access.ts";
import type { LedgerAccess } from "./access.ts";
import { Failure } from "./failure.ts";
import type { Output } from "./output.ts";
import { warnWithoutMemory } from "./memory-warning.ts";
import { askPassphrase } from "./passphrase.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

/** What became of an act, with the id that it has whether or not it was sealed. */
export type Answer = { readonly id: string; readonly outcome: Receipt | Turnaway };

export type Signer = {
  readonly handle: string;
  readonly actor: Actor;
  /** Signs an act whose body is JSON, and submits it. Throws UNKNOWN_KIND or BODY_INVALID. */
  performJson(kind: string, json: unknown): Promise<Answer>;
  /** The same for a body that is a value of the kind's schema. */
  perform(kind: string, body: unknown): Promise<Answer>;
};

/** The person who was named, or the only one who has a key here. Throws PERSON_UNNAMED, and KEY_FILE_MISSING where nobody has. */
export async function chooseHandle(keystore: Keystore, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const files = await keystore.listKeyFiles();
  const [only] = files;
  if (only !== undefined && files.length === 1) return only.handle;
  if (files.length === 0) throw keysMissing();
  const handles = files.map((file) => file.handle);
  const shown = handles.slice(0, 12).join(", ") + (handles.length > 12 ? ", …" : "");
  throw new Failure(
    "PERSON_UNNAMED",
    2,
    { zh: `这里有多人的密钥：${shown}。`, en: `There are keys of several people here: ${shown}.` },
    { zh: "请用 --as 指明由谁签署。", en: "Say with --as who signs." },
  );
}

/** A ledger has people from its first entry on, so that a folder without a key is one that lost them, or a copy without them. */
function keysMissing(): Failure {
  return new Failure(
    "KEY_FILE_MISSING",
    3,
    {
      zh: "账本中有人员，但其文件夹的 keys 中没有任何人的密钥。",
      en: "There are people in this ledger, but the key of none of them lies in keys, in its folder.",
    },
    {
      zh: "请从备份取回 keys 文件夹；没有备份时，请用 ledger key new 申请新密钥，由两位同事登记。",
      en: "Bring the folder keys back from a backup; without one, ask for a new key with ledger key new, which two colleagues enrol.",
    },
  );
}

/** Opens the person's key. Throws what the keystore throws, and NOT_ENROLLED. */
export async function unlockSigner(access: LedgerAccess, output: Output, named: string | undefined): Promise<Signer> {
  const { ledger, keystore, submitter } = access;
  warnWithoutMemory(output, ledger.networkHex);
  await takeUpNextKeys(ledger);
  const handle = await chooseHandle(keystore, named);
  const session = await keystore.unlock(handle, await askPassphrase(output, handle, ledger));
  const publicKey = keystore.findSession(session)?.publicKey ?? new Uint8Array(32);
  const actor = actorOfKey(momentOf(access), publicKey, handle);
  const seal = async (composed: ComposedBody): Promise<Answer> => {
    const signer = { publicKey, department: actor.department };
    const signedPart = composeSignedPart(composed, { network: ledger.network, signer, now: momentOf(access).time });
    const wire = signTransaction(composed, signedPart, (message) => keystore.sign(session, message));
    const id = encodeHex(nodeSuite.sha256(signedPart));
    const [outcome] = await submitter.submit([wire]).catch((error: unknown) => {
      throw isSilence(error) ? unknownOutcome(id, error) : error;
    });
    if (outcome === undefined) throw new Error("an act was submitted and not answered");
    return { id, outcome };
  };
  return {
    handle,
    actor,
    performJson: (kind, json) => seal(composeBody(momentOf(access), kind, json)),
    perform: (kind, body) => seal(composeValue(momentOf(access), kind, body)),
  };
}

/** True after the act was handed over, as far as anybody can tell; where nobody listens there was nothing to hand it to. */
function isSilence(error: unknown): boolean {
  if (!(error instanceof NodeError) || error.code !== "SOCKET_SILENT") return false;
  const { cause } = error;
  return cause instanceof Error && !/^(ECONNREFUSED|ENOENT)$/.test(codeOf(cause) ?? "");
}

/** Whoever signs the same again after a silence may have done it twice. */
function unknownOutcome(id: string, cause: unknown): Failure {
  const query = `ledger query DIR ledger.entry '{"id":"${id}"}'`;
  return new Failure(
    "SOCKET_SILENT",
    3,
    {
      zh: `节点没有应答，操作 ${id} 是否已封存尚不知道。`,
      en: `The node did not answer: it is not known whether act ${id} was sealed.`,
    },
    {
      zh: `节点恢复应答后，请先查看它是否在日志中：${query}；查不到时再提交，否则可能做了两次。`,
      en: `Once the node answers again, look for it in the log: ${query}; submit again only if it is not there, or it may be done twice.`,
    },
    { cause },
  );
}

/** Who would sign, without opening the key. */
export async function previewSigner(
  access: Pick<LedgerAccess, "ledger" | "keystore">,
  named: string | undefined,
): Promise<Pick<Signer, "handle" | "actor">> {
  const handle = await chooseHandle(access.keystore, named);
  return { handle, actor: actorOfHandle(momentOf(access), handle) };
}
