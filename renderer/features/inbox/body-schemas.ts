import {
  agreementBody,
  createBody,
  offerBody,
  publishBody,
  requestBody,
  retireBody,
  reviseBody,
  terminateBody,
  uploadBody,
  useBody,
  withdrawOfferBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import { appointBody, describeBody } from "#ledger-core/contract/schema/consortium.ts";
import {
  foundingEndBody,
  keyRevokeBody,
  memberAdmitBody,
  memberAssignBody,
  memberReinstateBody,
  memberSuspendBody,
  personLeaveBody,
  policySetBody,
  roleEndBody,
  roleGrantBody,
  rulesActivateBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";

/**
 * Bodies that a returned proposal may be corrected in here, by kind. What is not among them is proposed anew: a batch belongs to a
 * file, and a key or its proof is made by the machine that holds it.
 */
const amendable: Readonly<Record<string, Schema<unknown>>> = {
  "catalog.create": createBody,
  "catalog.publish": publishBody,
  "catalog.revise": reviseBody,
  "catalog.upload": uploadBody,
  "catalog.retire": retireBody,
  "catalog.offer": offerBody,
  "catalog.withdraw-offer": withdrawOfferBody,
  "catalog.request": requestBody,
  "catalog.agree": agreementBody,
  "catalog.verify": agreementBody,
  "catalog.finalize": agreementBody,
  "catalog.terminate": terminateBody,
  "catalog.use": useBody,
  "consortium.describe": describeBody,
  "consortium.appoint": appointBody,
  "member.admit": memberAdmitBody,
  "member.assign": memberAssignBody,
  "member.suspend": memberSuspendBody,
  "member.reinstate": memberReinstateBody,
  "person.leave": personLeaveBody,
  "key.revoke": keyRevokeBody,
  "role.grant": roleGrantBody,
  "role.end": roleEndBody,
  "policy.set": policySetBody,
  "founding.end": foundingEndBody,
  "rules.activate": rulesActivateBody,
};

/** The schema of a kind's body; undefined for one that is not corrected in a form. */
export function findBodySchema(kind: string): Schema<unknown> | undefined {
  return Object.hasOwn(amendable, kind) ? amendable[kind] : undefined;
}
