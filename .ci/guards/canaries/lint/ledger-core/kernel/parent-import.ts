// breaks: eslint(no-restricted-imports)
import { proofName } from "../proof/fine.ts";

export const name = proofName;
