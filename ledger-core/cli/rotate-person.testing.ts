/** `node rotate-person.testing.ts LEDGER HANDLE`: a person changes their key; the passphrase is in `LEDGER_PASSPHRASE`. */
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { openLedger } from "#ledger-core/node/open-ledger.ts";
import { rotateKey } from "#ledger-core/node/rotate-key.ts";

const [folder = "", handle = ""] = process.argv.slice(2);
const passphrase = process.env["LEDGER_PASSPHRASE"] ?? "";
const ledger = openLedger({ folder });
const session = await ledger.keystore.unlock(handle, passphrase);
const { answer } = await rotateKey(ledger, session, passphrase);
await ledger.close();
if (!isReceipt(answer) || answer.state !== "executed") throw new Error(`the key was not changed: ${answer.code}`);
