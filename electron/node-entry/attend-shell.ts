import { messageToNodeSchema } from "#ledger-core/contract/api/shell.ts";
import type { MessageToShell } from "#ledger-core/contract/api/shell.ts";
import type { ShellDoor } from "#ledger-core/node/shell-door.ts";
import type { ParentMessage, ParentPort } from "./parent-port.ts";

/** Does what the main process says. A message that is none of the contract's stops the process: both sides are one program. */
export function attendShell(options: {
  readonly parent: ParentPort;
  readonly door: ShellDoor;
  readonly stop: () => Promise<void>;
}): void {
  const { parent, door, stop } = options;
  const say = (message: MessageToShell): void => parent.postMessage(message);
  parent.on("message", ({ data, ports }: ParentMessage) => {
    const message = messageToNodeSchema.parse(data);
    switch (message.kind) {
      case "window": {
        const [port] = ports;
        if (port === undefined) throw new Error("a window came without its port");
        return door.admit(message.window, port);
      }
      case "forget":
        return door.forget(message.window);
      case "ask":
        return void door.answer(message.request).then((reply) => say({ ...reply, id: message.id }));
      case "stop":
        return void stop();
    }
  });
}
