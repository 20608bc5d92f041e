// breaks: eslint(no-restricted-imports)
import { z } from "zod";

export const passphraseSchema = z.string();
