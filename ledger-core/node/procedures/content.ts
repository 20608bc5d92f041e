/** Content of datasets as windows send it and look into it. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { contentAccess } from "#ledger-core/node/content/open-content.ts";
import type { ContentAccess } from "#ledger-core/node/content/open-content.ts";
import { readContent } from "#ledger-core/node/content/content-store.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { ask, findActor, findSigner, found, procedures, requireSession } from "./base.ts";
import { Downloads } from "#ledger-core/node/content/downloads.ts";

const downloads = new Downloads();

export const contentProcedures = {
  begin: procedures.content.begin.handler(({ context, input }) => {
    requireSession(context);
    const dataset = found(ask(context).rows.get(datasetTable, input.dataset), datasetTable.name, input.dataset);
    const isSealed = dataset.sharing !== "unconditional";
    const sealedFor = isSealed ? input.dataset : undefined;
    const upload = context.host.content.uploads.begin(context.client.id, { name: input.name, sealedFor });
    return { upload, sealed: isSealed };
  }),
  append: procedures.content.append.handler(async ({ context, input }) => {
    const piece = Buffer.from(input.base64, "base64");
    return { receivedBytes: await context.host.content.uploads.append(context.client.id, input.upload, piece) };
  }),
  finish: procedures.content.finish.handler(async ({ context, input }) => {
    const done = await context.host.content.uploads.finish(context.client.id, input.upload);
    const { sizeBytes, mediaType } = done;
    const sealedHash = done.sealedHash === undefined ? null : encodeHex(done.sealedHash);
    return { contentHash: encodeHex(done.contentHash), sizeBytes, mediaType, sealedHash };
  }),
  abandon: procedures.content.abandon.handler(({ context, input }) => {
    context.host.content.uploads.abandon(context.client.id, input.upload);
    return {};
  }),
  access: procedures.content.access.handler(({ context, input }) => {
    const { held, may, why, closed, until, agreements, version } = accessOf(context, input);
    const { sizeBytes, mediaType } = version;
    return { held, may, why, closed, until, agreements: [...agreements], sizeBytes, mediaType };
  }),
  preview: procedures.content.preview.handler(async ({ context, input }) => {
    const { version } = openOf(context, input);
    return await context.host.content.previews.read(version, input);
  }),
  read: procedures.content.read.handler(async ({ context, input }) => {
    const { version, dataset } = openOf(context, input);
    const { key } = context.host.content;
    const begin = () => readContent(context.host.ledger.reader.blobs, version, key);
    // What was begun goes on for the same person and the same content alone, for it is these that were asked about.
    const person = findActor(context, ask(context).rows)?.person ?? 0;
    const owner = [person, input.dataset, input.version].join(" ");
    const { piece, next } = await downloads.next({ client: context.client.id, owner }, input.cursor, begin);
    return { base64: Buffer.from(piece).toString("base64"), next, name: `${dataset.code}-${version.number}` };
  }),
};

type Wanted = { readonly dataset: number; readonly version: number };

function accessOf(context: NodeContext, wanted: Wanted): ContentAccess {
  const asked = ask(context);
  const { reader } = context.host.ledger;
  return contentAccess({ rows: asked.rows, reader, time: asked.moment.time }, wanted, findSigner(context, asked.rows));
}

/** The content that the person in session may look into. Throws CONTENT_NOT_HELD or CONTENT_CLOSED. */
function openOf(context: NodeContext, wanted: Wanted): ContentAccess {
  const access = accessOf(context, wanted);
  if (access.held === "none") throw new NodeError("CONTENT_NOT_HELD", { number: wanted.version });
  if (!access.may) throw new NodeError("CONTENT_CLOSED", { dataset: access.dataset.title });
  return access;
}
