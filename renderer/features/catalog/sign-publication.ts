import { requestSignature } from "#renderer/shared/signing/signing.ts";

/** Lays the publication of a draft before the person. */
export async function signPublication(dataset: number, title: string): Promise<void> {
  await requestSignature({ title, kind: "catalog.publish", body: { dataset: { kind: "key", key: dataset } } });
}
