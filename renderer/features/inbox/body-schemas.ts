import {
  contestBody,
  counterOfferBody,
  counterRequestBody,
  createBody,
  fulfilBody,
  judgeLikenessBody,
  offerAgreementBody,
  offerBody,
  publishBody,
  requestBody,
  resolveBody,
  retireBody,
  reviseBody,
  setParameterBody,
  terminateBody,
  uploadBody,
  useBody,
  withdrawOfferBody,
  withdrawVersionBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import { appointBody, describeBody, setCalendarBody } from "#ledger-core/contract/schema/consortium.ts";
import {
  delegationEndBody,
  delegationGiveBody,
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
 * file, a key or its proof is made by the machine that holds it, and terms that both sides have before them are changed by asking or
 * offering anew.
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
  "catalog.terminate": terminateBody,
  "catalog.use": useBody,
  "catalog.withdraw-version": withdrawVersionBody,
  "catalog.offer-agreement": offerAgreementBody,
  "catalog.counter-offer": counterOfferBody,
  "catalog.counter-request": counterRequestBody,
  "catalog.fulfil": fulfilBody,
  "catalog.contest": contestBody,
  "catalog.resolve": resolveBody,
  "catalog.judge-likeness": judgeLikenessBody,
  "catalog.set-parameter": setParameterBody,
  "consortium.describe": describeBody,
  "consortium.appoint": appointBody,
  "consortium.set-calendar": setCalendarBody,
  "delegation.give": delegationGiveBody,
  "delegation.end": delegationEndBody,
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
