import { ensureElectronBuild } from "./electron-build.ts";
import { exitCode, startPackage } from "./programs.ts";
import { ensureRendererBuild } from "./renderer-build.ts";
import { ensureVerifierBuild } from "./verifier-build.ts";

/** Packs the desktop application; what follows `npm run package --` goes to electron-builder. */
try {
  await ensureRendererBuild();
  await ensureElectronBuild();
  await ensureVerifierBuild();
  process.exitCode = await exitCode(
    startPackage("electron-builder/cli.js", ["--publish", "never", ...process.argv.slice(2)]),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
