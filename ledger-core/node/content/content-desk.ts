/** Everything that this node does with content: taking it in, saying who may look, looking. */
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
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
    this.key = () => (known ??= contentKey(folder));
    this.uploads = new Uploads(reader.blobs, this.key);
    this.previews = new Previews(reader.blobs, this.key);
  }

  close(): void {
    this.uploads.close();
    this.previews.close();
  }
}
