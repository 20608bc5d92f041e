/** `ledger init`: a new network. */
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { warnWithoutMemory } from "#ledger-core/cli/memory-warning.ts";
import { fieldLines } from "#ledger-core/cli/output.ts";
import { askNewPassphrase } from "#ledger-core/cli/passphrase.ts";
import { requireText, requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const folder = path(requireWord(invocation, 0));
  const [name, department, uscc, person] = ["network", "department", "uscc", "person"].map((option) =>
    requireText(options, option, "init"),
  ) as [string, string, string, string];
  const passphrase = await askNewPassphrase(output, person);
  const { network, origin } = await createNetwork({
    folder,
    ruleset: cityRuleset,
    name,
    purpose: "real",
    time: machineClock.wallSeconds(),
    department: { name: department, uscc, functions: ["bureau"] },
    person,
    passphrase,
  });
  warnWithoutMemory(output, network);
  const vkey = await withReading(folder, (ledger) => logIdentity(ledger).vkey);
  output.result({ network, origin, vkey, department, person }, [
    output.words({ zh: `已建立网络“${name}”。`, en: `The network “${name}” is created.` }),
    ...fieldLines([
      [output.words({ zh: "网络", en: "network" }), network],
      [output.words({ zh: "来源名", en: "origin" }), origin],
      [output.words({ zh: "验证密钥", en: "vkey" }), vkey],
      [output.words({ zh: "部门", en: "department" }), department],
      [output.words({ zh: "人员", en: "person" }), person],
    ]),
    output.words({
      zh: "请保管好口令和文件夹中的 keys：没有它们，谁也不能签署。",
      en: "Keep the passphrase, and keys in the folder: without them nobody can sign.",
    }),
  ]);
  return 0;
};
