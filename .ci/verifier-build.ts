import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "vite";
import type { Rolldown } from "vite";
import { failure, say } from "./bootstrap.mjs";
import { ensureBuild } from "./build-inputs.ts";
import { root } from "./guards/house-tools.ts";

const inputs = [
  "ledger-core/contract/schema",
  "ledger-core/kernel",
  "ledger-core/modules",
  "ledger-core/judge",
  "ledger-core/proof",
  "ledger-core/verifier",
  ".ci/verifier-build.ts",
  "tsconfig.base.json",
  "tsconfig.browser.json",
  "package-lock.json",
];
const builtPage = join(root, "build", "verifier", "verifier.html");

/** Bytes of the page: it is sent along with a proof. */
const VERIFIER_BYTES_MAX = 250_000;

/** Builds the one-file verifier into `build/verifier`, unless the last build was made of the same inputs. Throws with a sentence. */
export async function ensureVerifierBuild(): Promise<void> {
  await ensureBuild({
    inputs,
    record: join(root, "build", "verifier.inputs"),
    result: builtPage,
    run: async () => {
      say("正在构建证明验证器……", "Building the proof verifier...");
      try {
        await buildVerifier(builtPage);
      } catch (error) {
        console.error(error);
        throw failure(
          "证明验证器构建失败，原因见上文。",
          "The proof verifier could not be built; the reason is above.",
        );
      }
    },
  });
}

/** Builds the verifier into one file. The same inputs give the same bytes. Throws if they are more than a proof should carry. */
async function buildVerifier(file: string): Promise<void> {
  const { program, style } = await bundle();
  // A text that ended its element would let what follows be read as markup.
  for (const text of [program, style])
    if (/<\/(?:script|style)|<!--/iu.test(text)) throw new Error("it ends its element");
  const template = readFileSync(join(root, "ledger-core/verifier/verifier.html"), "utf8");
  const parts: Readonly<Record<string, string>> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policyOf(program, style)}" />`,
    style: `<style>${style}</style>`,
    program: `<script>${program}</script>`,
  };
  const page = template.replaceAll(/<!-- (\w+) -->/gu, (_whole, name: string) => parts[name] ?? "");
  const size = Buffer.byteLength(page);
  if (size > VERIFIER_BYTES_MAX) throw new Error(`it has ${size} bytes; ${VERIFIER_BYTES_MAX} is the most`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
}

/** The page runs its own program and nothing else, and reaches nothing at all. */
function policyOf(program: string, style: string): string {
  const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${hashOf(program)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

async function bundle(): Promise<{ readonly program: string; readonly style: string }> {
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      target: ["chrome117", "firefox119", "safari17.4"],
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: join(root, "ledger-core/verifier/main.ts"),
        output: { format: "iife", codeSplitting: false },
      },
    },
  });
  const output = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const [program, ...more] = output.filter((one) => one.type === "chunk");
  const [style, ...others] = output.filter((one): one is Rolldown.OutputAsset => one.type === "asset");
  if (program === undefined || style === undefined || more.length > 0 || others.length > 0)
    throw new Error("it is not one program and one style");
  return { program: program.code.trim(), style: String(style.source).trim() };
}

// Run as a program, it builds into the file that is named.
const [, , output] = process.argv;
if (import.meta.main && output !== undefined) await buildVerifier(output);
