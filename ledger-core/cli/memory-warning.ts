/** What is said where this computer cannot remember what a ledger has sealed. */
import { unwritableMemory } from "#ledger-core/node/outside/memory-file.ts";
import type { Output } from "./output.ts";

/** Says on stderr that nothing here would notice an older copy of the folder, and why; nothing where the memory can be written. */
export function warnWithoutMemory(output: Output, networkHex: string): void {
  const path = unwritableMemory(networkHex);
  if (path === undefined) return;
  output.say({
    zh: `注意：无法写入 ${path}，这台电脑记不住账本封存到了哪里；文件夹若被换成较早的副本，不会被发现。请腾出空间或更正权限。`,
    en: `Note: ${path} cannot be written, so this computer does not remember how far the ledger was sealed: an older copy in its folder's place would not be noticed. Make room, or correct the permissions.`,
  });
}
