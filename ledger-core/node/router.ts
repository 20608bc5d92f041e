/** All procedures of the contract, implemented. */
import { careProcedures } from "./procedures/catalog-care.ts";
import { catalogProcedures } from "./procedures/catalog.ts";
import { consortiumProcedures } from "./procedures/consortium.ts";
import { contentProcedures } from "./procedures/content.ts";
import { importProcedures } from "./procedures/imports.ts";
import { inboxProcedures } from "./procedures/inbox.ts";
import { ledgerProcedures } from "./procedures/ledger.ts";
import { sessionProcedures } from "./procedures/session.ts";
import { setupProcedures } from "./procedures/setup.ts";
import { signingProcedures } from "./procedures/signing.ts";
import { systemProcedures } from "./procedures/system.ts";
import { termsProcedures } from "./procedures/terms.ts";
import { procedures } from "./procedures/base.ts";

/** The router; its context is `NodeContext`. */
export function createRouter() {
  return procedures.router({
    system: systemProcedures,
    setup: setupProcedures,
    session: sessionProcedures,
    signing: signingProcedures,
    imports: importProcedures,
    inbox: inboxProcedures,
    catalog: { ...catalogProcedures, ...careProcedures },
    content: contentProcedures,
    terms: termsProcedures,
    consortium: consortiumProcedures,
    ledger: ledgerProcedures,
  });
}
