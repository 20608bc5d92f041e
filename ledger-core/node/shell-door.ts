/**
 * The shell's own way to the node: it hands over the ports of its windows, shows people what a window laid down, in the node's
 * words, and brings their answer. Windows cannot reach it: their calls come through the port door, which confirms nothing.
 */
import { call, ORPCError } from "@orpc/server";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { shellRequestSchema } from "#ledger-core/contract/api/shell.ts";
import type { DescribedAct, MessageToShell, ShellRequest } from "#ledger-core/contract/api/shell.ts";
import { Briefs } from "./briefs.ts";
import { openPortDoor } from "./doors/port-door.ts";
import type { PortDoor, ShellPort } from "./doors/port-door.ts";
import { personInSession } from "./moment.ts";
import type { ClientSession, NodeContext } from "./node-context.ts";
import { NodeError } from "./node-error.ts";
import type { NodeHost } from "./node-host.ts";
import { sessionProcedures } from "./procedures/session.ts";
import { signingProcedures } from "./procedures/signing.ts";
import { problemOf, problemOfError } from "./problem.ts";

/** Answers of the node, without the number that the channel gives to each question. */
export type ShellReply =
  | Omit<Extract<MessageToShell, { kind: "answer" }>, "id">
  | Omit<Extract<MessageToShell, { kind: "refusal" }>, "id">;

type ShellWindow = { readonly client: ClientSession; readonly port: ShellPort };

export class ShellDoor {
  readonly #host: NodeHost;
  readonly #ports: PortDoor;
  readonly #windows = new Map<string, ShellWindow>();

  constructor(host: NodeHost, ports: PortDoor = openPortDoor(host)) {
    this.#host = host;
    this.#ports = ports;
  }

  /** Takes the port of a window; an earlier one of the same window is closed, and what it had unlocked is locked. */
  admit(name: string, port: ShellPort): void {
    this.forget(name);
    const client = this.#ports.admit(port);
    this.#windows.set(name, { client, port });
    port.on("close", () => {
      if (this.#windows.get(name)?.port === port) this.#windows.delete(name);
    });
  }

  /** A window is gone. Forgetting twice is no mistake. */
  forget(name: string): void {
    const window = this.#windows.get(name);
    this.#windows.delete(name);
    window?.port.close();
  }

  /** Never throws; a message that is not a request is refused as a fault of this program. */
  async answer(message: unknown): Promise<ShellReply> {
    try {
      const request = shellRequestSchema.parse(message);
      return { kind: "answer", value: await this.#carryOut(request) };
    } catch (error) {
      return { kind: "refusal", problem: problemOfFailure(error) };
    }
  }

  async #carryOut(request: ShellRequest): Promise<unknown> {
    const context = this.#contextOf(request.window);
    switch (request.kind) {
      case "describe":
        return this.#describe(context, request.digest);
      case "confirm": {
        const { digest, passphrase } = request;
        return call(
          signingProcedures.confirm,
          { digest, ...(passphrase !== undefined && { passphrase }) },
          { context },
        );
      }
      case "withdraw":
        this.#requireOwn(context, request.digest);
        this.#host.signing.withdraw(request.digest);
        return null;
      case "unlock": {
        const { handle, passphrase } = request;
        await call(sessionProcedures.unlock, { handle, passphrase }, { context });
        return { network: this.#host.ledger.networkHex };
      }
    }
  }

  /** What the shell does for a window counts as done by whoever sits at this machine, not by the window. */
  #contextOf(name: string): NodeContext {
    const window = this.#windows.get(name);
    if (window === undefined) throw new NodeError("NOT_UNLOCKED");
    return { host: this.#host, client: window.client, door: "local" };
  }

  #describe(context: NodeContext, digest: string): DescribedAct {
    const { ledger } = this.#host;
    const { session, sentences } = this.#requireOwn(context, digest);
    const { handle, moment, actor } = personInSession(ledger, session);
    return {
      network: ledger.networkHex,
      handle,
      signer: new Briefs(moment).person(actor.person),
      sentence: sentences,
      method: ledger.genesis.purpose === "demo" ? "click" : "passphrase",
    };
  }

  /** What lies under the digest, if this very window laid it there. */
  #requireOwn({ client }: NodeContext, digest: string): ReturnType<NodeHost["signing"]["get"]> {
    const act = this.#host.signing.get(digest);
    if (act.session !== client.keystoreSession) throw new NodeError("NOT_UNLOCKED");
    return act;
  }
}

function problemOfFailure(error: unknown): Problem {
  if (error instanceof ORPCError && error.code === "PROBLEM") return error.data;
  const problem = problemOfError(error);
  if (problem !== undefined) return problem;
  console.error(error);
  return problemOf("INTERNAL", {});
}
