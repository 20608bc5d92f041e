// breaks: eslint(no-restricted-imports)
import { createORPCClient } from "@orpc/client";

export const create = createORPCClient;
