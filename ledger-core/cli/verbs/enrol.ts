/** `ledger enrol`: the person of a request becomes one of the network. */
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { parseKeyRequest } from "#ledger-core/node/keystore/key-request.ts";
import { momentOf, withWriting } from "#ledger-core/cli/access.ts";
import { printAnswer } from "#ledger-core/cli/answer.ts";
import { findDepartment } from "#ledger-core/cli/departments.ts";
import { usageFailure } from "#ledger-core/cli/failure.ts";
import { readBytes } from "#ledger-core/cli/files.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { unlockSigner } from "#ledger-core/cli/signer.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

const REQUEST_BYTES_MAX = 65_536;

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const roles = rolesOf(options.list("role"));
  const requestBytes = readBytes(path(requireWord(invocation, 1)), REQUEST_BYTES_MAX);
  return await withWriting(path(requireWord(invocation, 0)), async (access) => {
    const request = parseKeyRequest(requestBytes, access.ledger.networkHex);
    const named = options.text("department");
    const rows = new Rows(momentOf(access).rows);
    const department = named === undefined ? undefined : findDepartment(rows, named).key;
    const signer = await unlockSigner(access, output, options.text("as"));
    const answer = await signer.perform("person.enrol", {
      department: department ?? signer.actor.department,
      handle: request.handle,
      publicKey: request.publicKey,
      proof: request.proof,
      roles: roles.map((role) => ({ role, until: 0 })),
    });
    return printAnswer(answer, output);
  });
};

function rolesOf(named: readonly string[]): readonly Role[] {
  const unknown = named.find((name) => !ROLES.includes(name as Role));
  if (unknown !== undefined) {
    const known = ROLES.join(", ");
    throw usageFailure(
      { zh: `没有“${unknown}”这个角色；可用：${known}。`, en: `There is no role “${unknown}”; there are ${known}.` },
      "enrol",
    );
  }
  return named.length === 0 ? ["officer"] : [...new Set(named as readonly Role[])];
}
