/** Page 5: screening and referral. The clinic owns the referral, the hospital receives it, the patient signs as a citizen. */
import { all, anySeat, need, partySeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import { testPage } from "./cell.testing.ts";

const clinician = partySeat("owner", ["clinician"]);
const specialist = partySeat("recipient", ["clinician"]);
const patient = partySeat("subject", ["citizen"]);

const byClinic = [need([all(clinician)])];
const CLINIC = {
  suffice: [["GP.clinician"]],
  fail: [["GP.officer"], ["SPC.clinician"], ["GP2.clinician"], ["PAT.citizen"]],
};
const byHospital = [need([all(specialist)])];
const HOSPITAL = {
  suffice: [["SPC.clinician"]],
  fail: [["SPC.officer"], ["GP.clinician"], ["SPC2.clinician"], ["PAT.citizen"]],
};

testPage({
  name: "screening and referral",
  departments: { GP: ["clinic"], GP2: ["clinic"], SPC: ["hospital"], SPC2: ["hospital"], PAT: [] },
  parties: { owner: "GP", recipient: "SPC", subject: "PAT" },
  cells: [
    {
      action: "screen",
      signers: "GP org (auto)",
      policy: [need([all(partySeat("owner", ["node", "clinician"]))])],
      scenes: [{ suffice: [["GP.node"], ["GP.clinician"]], fail: [["SPC.clinician"], ["GP.officer"]] }],
    },
    { action: "propose", signers: "GP", policy: byClinic, scenes: [CLINIC] },
    {
      action: "consent",
      signers: "PAT (own key, SMS-OTP-bound key, or paper scan + 2 witnesses)",
      policy: [need([all(patient), all(anySeat(["witness"], persons(2)))])],
      scenes: [
        {
          suffice: [["PAT.citizen"], ["GP.witness", "GP.witness#2"], ["GP.witness", "SPC.witness"]],
          fail: [["GP.clinician"], ["SPC.clinician", "GP.clinician"], ["GP.witness", "GP.clinician"]],
        },
      ],
      ofAnyDepartment: ["GP.witness", "GP.witness#2", "SPC.witness"],
    },
    { action: "send", signers: "GP", policy: byClinic, scenes: [CLINIC] },
    { action: "receive/accept", signers: "SPC", policy: byHospital, scenes: [HOSPITAL] },
    { action: "decline", signers: "SPC", policy: byHospital, scenes: [HOSPITAL] },
    { action: "view", signers: "SPC person", policy: byHospital, scenes: [HOSPITAL] },
    { action: "consult", signers: "SPC", policy: byHospital, scenes: [HOSPITAL] },
    { action: "report", signers: "SPC", policy: byHospital, scenes: [HOSPITAL] },
    {
      action: "down-refer",
      signers: "SPC + GP",
      policy: [need([all(specialist, clinician)])],
      scenes: [
        {
          suffice: [["SPC.clinician", "GP.clinician"]],
          fail: [
            ["SPC.clinician", "SPC.clinician#2"],
            ["SPC.clinician", "GP2.clinician"],
            ["SPC2.clinician", "GP.clinician"],
          ],
        },
      ],
    },
    { action: "follow", signers: "GP", policy: byClinic, scenes: [CLINIC] },
    {
      action: "withdraw",
      signers: "PAT",
      policy: [need([all(patient)])],
      scenes: [
        { suffice: [["PAT.citizen"]], fail: [["GP.clinician"], ["SPC.clinician"], ["GP.witness", "GP.witness#2"]] },
      ],
    },
    {
      action: "emergency-open",
      signers: "SPC 2 persons",
      policy: [need([all(partySeat("recipient", ["clinician"], persons(2)))])],
      scenes: [
        {
          suffice: [["SPC.clinician", "SPC.clinician#2"]],
          fail: [["SPC.clinician"], ["SPC.clinician", "SPC2.clinician"], ["SPC.clinician", "GP.clinician"]],
        },
      ],
    },
  ],
});
