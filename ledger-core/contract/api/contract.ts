/** All procedures of the node, by area: the one surface that windows, scripts and OpenAPI see. */
import { careContract } from "./catalog-care.ts";
import { catalogContract } from "./catalog.ts";
import { consortiumContract } from "./consortium.ts";
import { contentContract } from "./content.ts";
import { importsContract } from "./imports.ts";
import { inboxContract } from "./inbox.ts";
import { ledgerContract } from "./ledger.ts";
import { sessionContract, signingContract } from "./session.ts";
import { termsContract } from "./terms.ts";
import { setupContract, systemContract } from "./system.ts";

export const contract = {
  system: systemContract,
  setup: setupContract,
  session: sessionContract,
  signing: signingContract,
  imports: importsContract,
  inbox: inboxContract,
  catalog: { ...catalogContract, ...careContract },
  content: contentContract,
  terms: termsContract,
  consortium: consortiumContract,
  ledger: ledgerContract,
};
