/** The same procedures for scripts: JSON over HTTP, described by an OpenAPI document. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { OpenAPIGenerator } from "@orpc/openapi";
import { OpenAPIHandler } from "@orpc/openapi/node";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { PROGRAM_VERSION } from "#ledger-core/node/program-version.ts";
import type { NodeRouter } from "./call-channel.ts";
import { CALL_SIZE_BYTES_MAX } from "./door-limits.ts";
import { readBody } from "./read-body.ts";

const PREFIX = "/api";
/** It takes bytes and no JSON, so it is none of the procedures. */
const ABOUT_SUBMIT =
  "Signed acts by the thousand: POST /submit with application/octet-stream, each act after its length in four bytes, most significant first. The answer is a JSON array with what became of each, in order.";

/** What is left to say when a request was not answered here. */
export type ApiFailure = 400 | 404 | 413 | 415;

export type ApiDoor = {
  /** Answers a call, or says why it could not. */
  readonly answer: (
    request: IncomingMessage,
    response: ServerResponse,
    context: NodeContext,
  ) => Promise<ApiFailure | undefined>;
  /** The OpenAPI document as JSON. */
  readonly describe: () => Promise<string>;
};

/** Serves a router under `/api`. Bodies are JSON and nothing else, for a form of another site may send anything but that. */
export function createApiDoor(router: NodeRouter): ApiDoor {
  const handler = new OpenAPIHandler<NodeContext>(router);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  let description: Promise<string> | undefined;
  const describe = (): Promise<string> => {
    description ??= generator
      .generate(router, {
        info: { title: "Trusted City Console", version: PROGRAM_VERSION, description: ABOUT_SUBMIT },
        servers: [{ url: PREFIX }],
      })
      .then((document) => JSON.stringify(document));
    return description;
  };
  const answer: ApiDoor["answer"] = async (request, response, context) => {
    const body = request.method === "POST" ? await readJson(request) : { kind: "json", value: undefined };
    if (typeof body === "number") return body;
    // The library takes a body that was read already, so its own readers of forms and files are never reached.
    const read = Object.assign(request, { body: body.value });
    const { matched } = await handler.handle(read, response, { prefix: PREFIX, context });
    return matched ? undefined : 404;
  };
  return { answer, describe };
}

type JsonBody = { readonly kind: "json"; readonly value: unknown };

async function readJson(request: IncomingMessage): Promise<JsonBody | ApiFailure> {
  const bytes = await readBody(request, CALL_SIZE_BYTES_MAX);
  if (bytes === undefined) return 413;
  if (bytes.length === 0) return { kind: "json", value: undefined };
  if (request.headers["content-type"]?.split(";")[0]?.trim() !== "application/json") return 415;
  try {
    return { kind: "json", value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return 400;
  }
}
