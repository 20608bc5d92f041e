/** Page 1: the data catalogue, ownership and use rights. */
import {
  all,
  allDepartments,
  functionSeat,
  need,
  otherSeat,
  partySeat,
  when,
} from "#ledger-core/kernel/policy-terms.ts";
import { byNobody, testPage } from "./cell.testing.ts";

const owner = partySeat("owner", ["steward", "leader"]);
const user = partySeat("beneficiary", ["officer", "leader"]);
const bureau = functionSeat("bureau", ["officer", "leader"]);
const audit = functionSeat("audit", ["leader"]);

const byOwner = [need([all(owner)])];
const byUser = [need([all(user)])];
const OWNER_ALONE = { suffice: [["OWN.steward"]], fail: [["USR.officer"], ["BUR.officer"], ["OTH.steward"]] };
const USER_ALONE = { suffice: [["USR.officer"]], fail: [["OWN.steward"], ["BUR.officer"], ["OTH.officer"]] };

testPage({
  name: "the catalogue and use rights",
  departments: { OWN: [], USR: [], OTH: [], AUD: ["audit"] },
  parties: { owner: "OWN", beneficiary: "USR" },
  cells: [
    { action: "create", signers: "OWN", policy: byOwner, scenes: [OWNER_ALONE] },
    { action: "publish", signers: "OWN", policy: byOwner, scenes: [OWNER_ALONE] },
    { action: "upload", signers: "OWN", policy: byOwner, scenes: [OWNER_ALONE] },
    {
      action: "revise",
      signers: "OWN; narrowed with agreements in force: with BUR co-sign",
      policy: [
        need([all(owner, bureau)], { when: [when("narrowing", "eq", 1), when("agreements", "gt", 0)] }),
        need([all(owner)]),
      ],
      scenes: [
        { facts: { narrowing: 0, agreements: 3 }, suffice: [["OWN.steward"]] },
        { facts: { narrowing: 1, agreements: 0 }, suffice: [["OWN.steward"]] },
        {
          facts: { narrowing: 1, agreements: 1 },
          suffice: [["OWN.steward", "BUR.officer"]],
          fail: [
            ["OWN.steward", "OWN.leader"],
            ["OWN.steward", "AUD.leader"],
            ["BUR.officer", "BUR.leader"],
          ],
        },
      ],
    },
    {
      action: "contest",
      signers: "other OWN + BUR",
      policy: [need([allDepartments(otherSeat("owner", ["steward", "leader"]), bureau)])],
      scenes: [
        {
          suffice: [["OTH.steward", "BUR.officer"]],
          fail: [
            ["OWN.steward", "BUR.officer"],
            ["OTH.steward", "OTH.leader"],
            ["OTH.steward", "AUD.leader"],
            // The bureau is another department than the owner too; alone it is not two.
            ["BUR.leader", "BUR.officer"],
          ],
        },
      ],
      ofAnyDepartment: ["OTH.steward"],
    },
    {
      action: "resolve",
      signers: "BUR + AUD",
      policy: [need([all(bureau, audit)])],
      scenes: [
        {
          suffice: [["BUR.officer", "AUD.leader"]],
          fail: [
            ["BUR.officer", "BUR.leader"],
            ["OWN.steward", "AUD.leader"],
          ],
        },
      ],
    },
    {
      action: "retire",
      signers: "OWN; with BUR where agreements exist",
      policy: [need([all(owner, bureau)], { when: [when("agreements", "gt", 0)] }), need([all(owner)])],
      scenes: [
        { facts: { agreements: 0 }, suffice: [["OWN.steward"]], fail: [["BUR.officer"]] },
        {
          facts: { agreements: 1 },
          suffice: [
            ["OWN.steward", "BUR.officer"],
            ["BUR.officer", "OWN.leader"],
          ],
        },
      ],
    },
    { action: "request", signers: "USR", policy: byUser, scenes: [USER_ALONE] },
    { action: "offer", signers: "OWN", policy: byOwner, scenes: [OWNER_ALONE] },
    { action: "accept", signers: "USR", policy: byUser, scenes: [USER_ALONE] },
    {
      action: "agree",
      signers: "OWN (auto by rule if unconditional)",
      policy: [need([all(owner), all(user)], { when: [when("unconditional", "eq", 1)] }), need([all(owner)])],
      scenes: [
        { facts: { unconditional: 0 }, suffice: [["OWN.leader"]], fail: [["USR.officer"], ["BUR.officer"]] },
        { facts: { unconditional: 1 }, suffice: [["USR.officer"], ["OWN.leader"]], fail: [["OTH.officer"]] },
      ],
    },
    { action: "verify", signers: "USR", policy: byUser, scenes: [USER_ALONE] },
    { action: "finalize", signers: "OWN", policy: byOwner, scenes: [OWNER_ALONE] },
    {
      action: "use",
      signers: "USR person key + org key",
      policy: [need([all(partySeat("beneficiary", ["officer"]))])],
      scenes: [{ suffice: [["USR.officer"]], fail: [["USR.leader"], ["OWN.steward"], ["OTH.officer"]] }],
    },
    {
      action: "terminate",
      signers: "OWN or USR or BUR (order no.)",
      policy: [
        need([all(owner), all(user), all(bureau)], { when: [when("order", "eq", 1)] }),
        need([all(owner), all(user)]),
      ],
      scenes: [
        { facts: { order: 0 }, suffice: [["OWN.steward"], ["USR.officer"]], fail: [["BUR.officer"], ["OTH.officer"]] },
        { facts: { order: 1 }, suffice: [["OWN.steward"], ["USR.officer"], ["BUR.leader"]], fail: [["AUD.leader"]] },
      ],
    },
    byNobody("expire", "none (block time)"),
  ],
});
