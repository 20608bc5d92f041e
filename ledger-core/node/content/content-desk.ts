/** Everything that this node does with content: taking it in, saying who may look, looking. */
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { contentKey } from "./content-key.ts";
import type { ContentKey } from "./content-key.ts";
import { Previews } from "./previews.ts";
import { Uploads } from "./uploads.ts";

export class ContentDesk {
  readonly uploads: Uploads;
  readonly previews: Previews;
  readonly key: () => Promise<ContentKey>;

  constructor({ folder, reader }: Pick<OpenLedger, "folder" | "reader">) {
    let known: Promise<ContentKey> | undefined;
    // A key that was brought back is found without a restart.
    this.key = () => (known ??= contentKey(folder, () => holdsSealed(reader)).catch(forget));
    const forget = (error: unknown): never => {
      known = undefined;
      throw error;
    };
    this.uploads = new Uploads(reader.blobs, this.key);
    this.previews = new Previews(reader.blobs, this.key);
  }

  close(): void {
    this.uploads.close();
    this.previews.close();
  }
}

/** Whether some version's sealed content lies here. */
function holdsSealed({ sql, blobs }: Pick<Reader, "sql" | "blobs">): boolean {
  const versions = sql.all<{ readonly sealedHash: Uint8Array }>(
    "SELECT sealedHash FROM catalog_version WHERE sealedHash IS NOT NULL ORDER BY key DESC LIMIT 1000",
  );
  return versions.some(({ sealedHash }) => blobs.has(sealedHash));
}
