import { api } from "#renderer/shared/client/console-client.ts";

/** What the pages of imports ask the node for. */
export const importQueries = {
  formats: () => api.imports.formats.queryOptions({ meta: { reads: [] } }),
  /** Read again at every block: an import that was signed changes what a schedule waits for. */
  schedules: () => api.imports.schedules.queryOptions(),
  me: () => api.session.me.queryOptions({ meta: { reads: [{ table: "kernel.person" }, { table: "kernel.role" }] } }),
};
