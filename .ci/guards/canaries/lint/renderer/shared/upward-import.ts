// breaks: eslint(no-restricted-imports)
import { pageName } from "#renderer/features/catalog/fine.ts";

export const name = pageName;
