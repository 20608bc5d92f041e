import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { readOlderCheckpoint } from "./proof-files.ts";
import { checkpointOf, soundProof } from "./proof.testing.ts";

const note = checkpointOf(4);
const read = (text: string): unknown => {
  const found = readOlderCheckpoint("held", encodeUtf8(text) ?? new Uint8Array(0));
  return typeof found === "string" ? found : [found.code, found.data];
};

describe("what somebody took away earlier", () => {
  it("is a proof or a signed checkpoint, as it was written or as an editor keeps it", () => {
    const { proof } = soundProof();
    expect(read(proof)).toBe(proof.slice(proof.indexOf("\n\n") + 2));
    for (const kept of [note, note.trimEnd(), note.replaceAll("\n", "\r\n")]) expect(read(kept)).toBe(note);
  });

  it("is nothing else, and the answer says what it is not", () => {
    const { proof } = soundProof();
    for (const other of ["", "Dear all", note.slice(0, note.lastIndexOf("\n\n") + 1), `${note}more\n`])
      expect(read(other)).toEqual(["CHECKPOINT_MALFORMED", { file: "held" }]);
    expect(read(proof.replace("\n\n", "\n\nno note\n\n"))).toEqual(["CHECKPOINT_MALFORMED", { file: "held" }]);
    expect(read(proof.replace("index 5", "index -5"))).toEqual(["PROOF_MALFORMED", { file: "held" }]);
    expect(readOlderCheckpoint("held", Uint8Array.of(0xff, 0xfe))).toMatchObject({ code: "CHECKPOINT_MALFORMED" });
  });
});
