import { lateness, parseUpdateCycle } from "#renderer/shared/format/update-cycle.ts";

/** Whether the newest version came within the cycle of the one before, with its grace; undefined where nothing was due. Newest first. */
export function keptCycle(
  [head, previous]: readonly { readonly time: number }[],
  updateCycle: string,
): "onTime" | "late" | undefined {
  const cycle = parseUpdateCycle(updateCycle);
  if (head === undefined || previous === undefined || cycle === undefined) return undefined;
  return lateness({ uploaded: previous.time, cycle, now: head.time }) === "overdue" ? "late" : "onTime";
}
