/** Page 4: the way of public money. The village or its committee is the beneficiary. */
import { all, functionSeat, inTurn, need, partySeat, persons, when } from "#ledger-core/kernel/policy-terms.ts";
import { testPage } from "./cell.testing.ts";

const village = partySeat("beneficiary", ["officer", "leader"]);
const project = partySeat("project", ["officer", "leader"]);
const finance = functionSeat("finance", ["finance"]);
const financeLeader = functionSeat("finance", ["leader"]);
const authority = partySeat("authority", ["leader"]);
const bank = functionSeat("bank", ["officer"]);
const audit = functionSeat("audit", ["auditor", "leader"]);
const inspection = functionSeat("inspection", ["officer"]);

const byFinance = [need([all(finance)])];
const FINANCE = {
  suffice: [["FIN.finance"]],
  fail: [["FIN.leader"], ["PRJ.officer"], ["BNK.officer"], ["AUD.auditor"]],
};
const byBank = [need([all(bank)])];
const BANK = { suffice: [["BNK.officer"]], fail: [["FIN.finance"], ["PRJ.officer"]] };

/** Bounds of the amount bands in fen: up to a hundred thousand yuan, up to a million, above. */
const BAND_1 = 10_000_000;
const BAND_2 = 100_000_000;
const WITHOUT_PROJECT = { excludeParties: ["project"] } as const;

testPage({
  name: "fund tracing",
  departments: {
    VIL: ["village"],
    VIL2: ["village"],
    PRJ: ["project"],
    FIN: ["finance"],
    FIN2: ["finance"],
    BNK: ["bank"],
    AUD: ["audit"],
    INS: ["inspection"],
    ATH: [],
  },
  parties: { beneficiary: "VIL", project: "PRJ", authority: "ATH" },
  cells: [
    {
      action: "demand",
      signers: "VIL + PRJ",
      policy: [need([all(village, project)])],
      scenes: [
        {
          suffice: [
            ["VIL.officer", "PRJ.officer"],
            ["PRJ.leader", "VIL.officer"],
          ],
          fail: [
            ["VIL.officer", "VIL.leader"],
            ["VIL2.officer", "PRJ.officer"],
            ["VIL.officer", "FIN.finance"],
          ],
        },
      ],
    },
    { action: "match", signers: "FIN", policy: byFinance, scenes: [FINANCE] },
    {
      action: "approve",
      signers: "approver keys by amount band (1/2/3 levels); no self-approval: signer not in PRJ org",
      policy: [
        need([all(finance)], { when: [when("amount", "lteq", BAND_1)], ...WITHOUT_PROJECT }),
        need([inTurn(finance, financeLeader)], { when: [when("amount", "lteq", BAND_2)], ...WITHOUT_PROJECT }),
        need([inTurn(finance, financeLeader, authority)], WITHOUT_PROJECT),
      ],
      scenes: [
        { facts: { amount: BAND_1 }, suffice: [["FIN.finance"]], fail: [["FIN.leader"], ["PRJ.leader"]] },
        {
          facts: { amount: BAND_1 + 1 },
          suffice: [["FIN.finance", "FIN.leader"]],
          fail: [
            ["FIN.finance"],
            ["FIN.leader", "FIN.finance"],
            ["FIN.finance", "FIN.finance#2"],
            ["FIN.finance", "ATH.leader"],
          ],
        },
        {
          facts: { amount: BAND_2 + 1 },
          suffice: [["FIN.finance", "FIN.leader", "ATH.leader"]],
          fail: [
            ["FIN.finance", "FIN.leader"],
            ["FIN.finance", "ATH.leader", "FIN.leader"],
            ["FIN.finance", "FIN.leader", "PRJ.leader"],
          ],
        },
        // The project unit is itself a finance department: another one has to approve.
        {
          facts: { amount: BAND_1 },
          parties: { project: "FIN" },
          suffice: [["FIN2.finance"]],
          fail: [["FIN.finance"]],
        },
        {
          facts: { amount: BAND_2 + 1 },
          parties: { project: "ATH" },
          suffice: [],
          fail: [["FIN.finance", "FIN.leader", "ATH.leader"]],
        },
      ],
      inTurn: true,
    },
    { action: "reserve", signers: "FIN", policy: byFinance, scenes: [FINANCE] },
    { action: "pay", signers: "BNK (foreign proof)", policy: byBank, scenes: [BANK] },
    { action: "confirm", signers: "FIN", policy: byFinance, scenes: [FINANCE] },
    {
      action: "receive",
      signers: "beneficiary receipt or VIL 2 witnesses",
      policy: [
        need([all(partySeat("beneficiary", ["citizen"])), all(partySeat("beneficiary", ["witness"], persons(2)))]),
      ],
      scenes: [
        {
          suffice: [["VIL.citizen"], ["VIL.witness", "VIL.witness#2"]],
          fail: [["VIL.officer"], ["VIL.witness", "VIL.officer"], ["VIL.witness", "VIL2.witness"], ["PRJ.officer"]],
        },
      ],
    },
    {
      action: "use",
      signers: "PRJ",
      policy: [need([all(project)])],
      scenes: [{ suffice: [["PRJ.officer"]], fail: [["VIL.officer"], ["FIN.finance"]] }],
    },
    {
      action: "accept",
      signers: "inspection + VIL",
      policy: [need([all(inspection, village)])],
      scenes: [
        {
          suffice: [["INS.officer", "VIL.officer"]],
          fail: [
            ["INS.officer", "VIL2.officer"],
            ["PRJ.officer", "VIL.officer"],
            ["INS.officer", "PRJ.officer"],
          ],
        },
      ],
    },
    // The timeout is a due action and asks nobody; what can be signed is the bank's.
    { action: "void", signers: "timeout or BNK", policy: byBank, scenes: [BANK] },
    {
      action: "return",
      signers: "PRJ + FIN",
      policy: [need([all(project, finance)])],
      scenes: [
        {
          suffice: [["PRJ.officer", "FIN.finance"]],
          fail: [
            ["PRJ.officer", "PRJ.leader"],
            ["PRJ.officer", "BNK.officer"],
          ],
        },
      ],
    },
    {
      action: "freeze",
      signers: "AUD (order no.)",
      policy: [need([all(audit)], { when: [when("order", "eq", 1)] })],
      scenes: [
        { facts: { order: 1 }, suffice: [["AUD.auditor"]], fail: [["FIN.finance"], ["PRJ.leader"]] },
        { facts: { order: 0 }, suffice: [], fail: [["AUD.auditor"], ["AUD.auditor", "AUD.leader"]] },
        { suffice: [], fail: [["AUD.auditor"]] },
      ],
    },
    {
      action: "lift",
      signers: "AUD + FIN",
      policy: [need([all(audit, finance)])],
      scenes: [
        {
          suffice: [["AUD.auditor", "FIN.finance"]],
          fail: [
            ["AUD.auditor", "AUD.leader"],
            ["AUD.auditor", "PRJ.officer"],
          ],
        },
      ],
    },
    {
      action: "close",
      signers: "FIN + AUD",
      policy: [need([all(finance, audit)])],
      scenes: [
        {
          suffice: [["FIN.finance", "AUD.auditor"]],
          fail: [
            ["FIN.finance", "FIN.leader"],
            ["FIN.finance", "BNK.officer"],
          ],
        },
      ],
    },
  ],
});
