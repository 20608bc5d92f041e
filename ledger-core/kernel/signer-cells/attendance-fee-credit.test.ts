/** Page 3: attendance of supervisors, fees and credit. The supervision company provides, the project unit receives. */
import {
  all,
  anySeat,
  functionSeat,
  inTurn,
  need,
  partySeat,
  persons,
  when,
} from "#ledger-core/kernel/policy-terms.ts";
import { byNobody, testPage } from "./cell.testing.ts";

const supervisor = partySeat("provider", ["officer", "leader"]);
const project = partySeat("project", ["officer", "leader"]);
const projectFinance = partySeat("project", ["finance"]);
const finance = functionSeat("finance", ["finance", "leader"]);
const bank = functionSeat("bank", ["officer"]);
const audit = functionSeat("audit", ["auditor", "leader"]);
const court = functionSeat("court", ["officer", "leader"]);
const authority = partySeat("authority", ["officer", "leader"]);

const supervisorAndProject = [need([all(supervisor, project)])];
const BOTH = {
  suffice: [
    ["SUP.officer", "PRJ.officer"],
    ["PRJ.leader", "SUP.officer"],
  ],
  fail: [
    ["SUP.officer", "SUP.leader"],
    ["PRJ.officer", "PRJ.leader"],
    ["SUP2.officer", "PRJ.officer"],
    ["SUP.officer", "AUD.auditor"],
  ],
};
const byAuthority = [need([all(authority)])];
const AUTHORITY = { suffice: [["ATH.officer"]], fail: [["SUP.officer"], ["PRJ.officer"], ["AUD.auditor"]] };

testPage({
  name: "attendance, fees and credit",
  departments: {
    SUP: ["supervisor"],
    SUP2: ["supervisor"],
    PRJ: ["project"],
    FIN: ["finance"],
    BNK: ["bank"],
    AUD: ["audit"],
    CRT: ["court"],
    ATH: [],
  },
  parties: { provider: "SUP", project: "PRJ", authority: "ATH", subject: "SUP" },
  cells: [
    {
      action: "ingest",
      signers: "DEV (batch sig)",
      policy: [need([all(partySeat("project", ["device"]))])],
      scenes: [{ suffice: [["PRJ.device"]], fail: [["PRJ.officer"], ["SUP.officer"], ["SUP2.device"]] }],
    },
    { action: "correct", signers: "SUP person + PRJ", policy: supervisorAndProject, scenes: [BOTH] },
    {
      action: "close",
      signers: "node (any member can trigger after month end + 3 d)",
      policy: [need([all(anySeat(["node"]))])],
      scenes: [{ suffice: [["SUP2.node"], ["FIN.node"]], fail: [["PRJ.officer"], ["PRJ.device"]] }],
      ofAnyDepartment: ["SUP2.node", "FIN.node"],
    },
    {
      action: "object",
      signers: "SUP or PRJ within 5 d",
      policy: [need([all(supervisor), all(project)])],
      scenes: [{ suffice: [["SUP.officer"], ["PRJ.officer"]], fail: [["SUP2.officer"], ["FIN.finance"]] }],
    },
    {
      action: "settle",
      signers: "SUP + PRJ, else AUD decides",
      policy: [need([all(supervisor, project), all(audit)])],
      scenes: [
        {
          suffice: [["SUP.officer", "PRJ.officer"], ["AUD.auditor"]],
          fail: [
            ["SUP.officer", "SUP.leader"],
            ["SUP.officer", "FIN.finance"],
            ["SUP2.officer", "PRJ.officer"],
          ],
        },
      ],
    },
    { action: "confirm", signers: "SUP + PRJ", policy: supervisorAndProject, scenes: [BOTH] },
    {
      action: "approve",
      signers: "PRJ finance + FIN",
      policy: [need([all(projectFinance, finance)])],
      scenes: [
        {
          suffice: [
            ["PRJ.finance", "FIN.finance"],
            ["FIN.leader", "PRJ.finance"],
          ],
          fail: [
            ["PRJ.officer", "FIN.finance"],
            ["PRJ.finance", "PRJ.leader"],
            ["FIN.finance", "FIN.leader"],
            ["SUP.officer", "FIN.finance"],
          ],
        },
      ],
    },
    {
      action: "pay",
      signers: "BNK",
      policy: [need([all(bank)])],
      scenes: [{ suffice: [["BNK.officer"]], fail: [["FIN.finance"], ["PRJ.finance"]] }],
    },
    {
      action: "reopen",
      signers: "AUD + court/order no.",
      policy: [need([all(audit)], { when: [when("order", "eq", 1)] }), need([all(audit, court)])],
      scenes: [
        { facts: { order: 1 }, suffice: [["AUD.auditor"]], fail: [["CRT.officer"], ["PRJ.leader"]] },
        {
          facts: { order: 0 },
          suffice: [["AUD.auditor", "CRT.officer"]],
          fail: [
            ["AUD.auditor", "AUD.leader"],
            ["AUD.auditor", "PRJ.leader"],
          ],
        },
      ],
    },
    {
      action: "roster change",
      signers: "PROPOSED(SUP) -> APPROVED(PRJ)",
      policy: [need([inTurn(supervisor, project)])],
      scenes: [
        {
          suffice: [["SUP.officer", "PRJ.officer"]],
          fail: [
            ["PRJ.officer", "SUP.officer"],
            ["SUP.officer", "SUP.leader"],
          ],
        },
      ],
      inTurn: true,
    },
    byNobody("roster takes effect", "EFFECTIVE(block time)"),
    { action: "record credit", signers: "RECORDED(authority)", policy: byAuthority, scenes: [AUTHORITY] },
    {
      action: "object to credit",
      signers: "OBJECTED(subject, 15 d)",
      policy: [need([all(partySeat("subject", ["officer", "leader"]))])],
      scenes: [{ suffice: [["SUP.officer"]], fail: [["ATH.officer"], ["SUP2.officer"]] }],
    },
    {
      action: "uphold or remove credit",
      signers: "UPHELD/REMOVED(authority, 2 keys)",
      policy: [need([all(partySeat("authority", ["officer", "leader"], persons(2)))])],
      scenes: [
        {
          suffice: [
            ["ATH.officer", "ATH.leader"],
            ["ATH.officer", "ATH.officer#2"],
          ],
          fail: [
            ["ATH.officer", "SUP.officer"],
            ["ATH.officer", "AUD.auditor"],
          ],
        },
      ],
    },
    byNobody("credit expires", "EXPIRED(time)"),
    { action: "repair credit", signers: "REPAIRED(authority)", policy: byAuthority, scenes: [AUTHORITY] },
  ],
});
