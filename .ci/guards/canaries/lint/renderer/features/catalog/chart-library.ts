// breaks: eslint(no-restricted-imports)
import { Sankey } from "recharts";

export const picture = Sankey;
