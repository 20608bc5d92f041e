/** Addresses for datasets and other things that have none, and texts that are addresses. */
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import type { Node } from "./statements.ts";

/** True for an absolute address of the web that holds nothing that none may hold. */
export function isWebAddress(text: string): boolean {
  return /^(?:https?|ftp):\/\/[^\s/?#<>"\\{}|^`\u0000-\u0020][^\s<>"\\{}|^`\u0000-\u0020]*$/i.test(text);
}

/** An absolute address of any scheme that people use in catalogues. */
export function isAbsoluteAddress(text: string): boolean {
  return isWebAddress(text) || /^(?:urn|doi|mailto|tel|info|hdl|file):[^\s<>"\\{}|^`\u0000-\u0020]+$/i.test(text);
}

/**
 * The node of a dataset: its identifier, where that is an address; else one made of its hash, always the same for the same identifier
 * (a version 8 UUID of RFC 9562).
 */
export function datasetNode(identifier: string, sha256: Sha256): Node {
  return isAbsoluteAddress(identifier) ? identifier : madeNode("dataset", identifier, sha256);
}

/** An address made of what it stands for. */
export function madeNode(kind: string, name: string, sha256: Sha256): Node {
  const digits = encodeHex(sha256(encodeUtf8(`${kind}\n${name.toWellFormed()}`) ?? new Uint8Array()));
  const variant = "89ab"[Number.parseInt(digits[16] ?? "0", 16) % 4] ?? "8";
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...parts, digits.slice(20, 32)].join("-")}`;
}
