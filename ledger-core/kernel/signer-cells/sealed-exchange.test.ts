/** Page 2: sealed exchange between agencies. In a request the recipient asks and the provider answers. */
import { all, need, partySeat } from "#ledger-core/kernel/policy-terms.ts";
import { byNobody, testPage } from "./cell.testing.ts";

const providerOfficer = partySeat("provider", ["officer"]);
const providerLeader = partySeat("provider", ["leader"]);
const recipientOfficer = partySeat("recipient", ["officer"]);
const recipientLeader = partySeat("recipient", ["leader"]);
/** What a department's machine or any of its officers may do. */
const recipientDesk = partySeat("recipient", ["officer", "node"]);
const providerDesk = partySeat("provider", ["officer", "node"]);

const answer = [need([all(providerOfficer, providerLeader)])];
const ANSWER = {
  suffice: [["PRV.officer", "PRV.leader"]],
  fail: [
    ["PRV.officer", "PRV.officer#2"],
    ["PRV.leader", "PRV.leader#2"],
    ["PRV.officer", "REQ.leader"],
    ["REQ.officer", "REQ.leader"],
  ],
};

testPage({
  name: "sealed exchange",
  departments: { PRV: ["police"], REQ: ["court"] },
  parties: { provider: "PRV", recipient: "REQ" },
  cells: [
    {
      action: "submit",
      signers: "requesting officer + own leader (2 keys)",
      policy: [need([all(recipientOfficer, recipientLeader)])],
      scenes: [
        {
          suffice: [["REQ.officer", "REQ.leader"]],
          fail: [
            ["REQ.officer", "REQ.officer#2"],
            ["REQ.officer", "PRV.leader"],
            ["PRV.officer", "PRV.leader"],
          ],
        },
      ],
    },
    {
      action: "approve",
      signers: "providing officer + leader (2 keys, distinct persons)",
      policy: answer,
      scenes: [ANSWER],
    },
    {
      action: "decline",
      signers: "providing officer + leader (2 keys, distinct persons)",
      policy: answer,
      scenes: [ANSWER],
    },
    {
      action: "seal",
      signers: "sender officer + org key",
      policy: [need([all(providerOfficer)])],
      scenes: [{ suffice: [["PRV.officer"]], fail: [["PRV.leader"], ["PRV.node"], ["REQ.officer"]] }],
    },
    byNobody("notice", "none (commit)"),
    {
      action: "fetch",
      signers: "recipient org",
      policy: [need([all(recipientDesk)])],
      scenes: [{ suffice: [["REQ.node"], ["REQ.officer"]], fail: [["PRV.node"], ["REQ.leader"]] }],
    },
    {
      action: "open",
      signers: "recipient officer",
      policy: [need([all(recipientOfficer)])],
      scenes: [{ suffice: [["REQ.officer"]], fail: [["REQ.node"], ["PRV.officer"]] }],
    },
    {
      action: "refuse",
      signers: "recipient org",
      policy: [need([all(recipientDesk)])],
      scenes: [{ suffice: [["REQ.node"], ["REQ.officer"]], fail: [["PRV.officer"]] }],
    },
    {
      action: "rewrap",
      signers: "sender org (+ approver)",
      policy: [need([all(providerDesk, providerLeader)])],
      scenes: [
        {
          suffice: [
            ["PRV.node", "PRV.leader"],
            ["PRV.officer", "PRV.leader"],
          ],
          fail: [
            ["PRV.node", "PRV.officer"],
            ["PRV.node", "REQ.leader"],
          ],
        },
      ],
    },
    {
      action: "revoke",
      signers: "sender org",
      policy: [need([all(providerDesk)])],
      scenes: [{ suffice: [["PRV.node"], ["PRV.officer"]], fail: [["REQ.officer"], ["REQ.node"]] }],
    },
    byNobody("expire", "none"),
    {
      action: "feedback",
      signers: "recipient officer",
      policy: [need([all(recipientOfficer)])],
      scenes: [{ suffice: [["REQ.officer"]], fail: [["PRV.officer"], ["REQ.leader"]] }],
    },
  ],
});
