import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentState, FileProblem, sendContent } from "./send-content.ts";

/** Stands for the node: takes pieces in and says what they are. */
function receiverOf(refusal?: Error) {
  const pieces: Buffer[] = [];
  const calls: string[] = [];
  const upload = "1";
  return {
    calls,
    receiver: {
      begin: () => Promise.resolve({ upload, sealed: true }),
      append: ({ base64 }: { base64: string }) => {
        if (refusal !== undefined) return Promise.reject(refusal);
        pieces.push(Buffer.from(base64, "base64"));
        return Promise.resolve({ receivedBytes: Buffer.concat(pieces).length });
      },
      finish: () => {
        calls.push("finish");
        const contentHash = hashOf(Buffer.concat(pieces));
        const sizeBytes = Buffer.concat(pieces).length;
        return Promise.resolve({ contentHash, sizeBytes, mediaType: "text/csv", sealedHash: "ab".repeat(32) });
      },
      abandon: () => {
        calls.push("abandon");
        return Promise.resolve({});
      },
    },
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const read = new TextEncoder().encode("a,b\n1,2\n");

function options(signal = new AbortController().signal) {
  return { dataset: 1, contentHash: hashOf(read), onProgress: () => undefined, signal };
}

test("the content that was read is sent whole", async () => {
  const { receiver, calls } = receiverOf();
  expect(await sendContent(receiver, new File([read], "a.csv"), options())).toMatchObject({
    contentHash: hashOf(read),
    mediaType: "text/csv",
  });
  expect(calls).toEqual(["finish"]);
});

test("a file that changed since it was read is refused before the node keeps it", async () => {
  const { receiver, calls } = receiverOf();
  const sending = sendContent(receiver, new File(["a,b\n1,3\n"], "a.csv"), options());
  await expect(sending).rejects.toMatchObject({ kind: "changed" });
  expect(calls).toEqual(["abandon"]);
});

test("a file that cannot be read any more is told from a node that refuses", async () => {
  const gone = { name: "a.csv", size: 8, slice: () => ({ arrayBuffer: () => Promise.reject(new Error("moved")) }) };
  const unread = receiverOf();
  await expect(sendContent(unread.receiver, gone, options())).rejects.toMatchObject({ kind: "unreadable" });
  const refusal = new Error("CONTENT_BUSY");
  const busy = receiverOf(refusal);
  const refused = sendContent(busy.receiver, new File([read], "a.csv"), options());
  await expect(refused).rejects.toBe(refusal);
  expect(refusal).not.toBeInstanceOf(FileProblem);
  expect([unread.calls, busy.calls]).toEqual([["abandon"], ["abandon"]]);
});

test("content is being sent only while it is", () => {
  expect(contentState({ keeps: true, isSent: false, isBusy: true })).toBe("sending");
  expect(contentState({ keeps: true, isSent: false, isBusy: false })).toBe("unsent");
  expect(contentState({ keeps: true, isSent: true, isBusy: false })).toBe("sent");
  expect(contentState({ keeps: false, isSent: false, isBusy: false })).toBe("notKept");
});
