import { describe, expect, it } from "vitest";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { describeRealData, readRealFiles, readRealJsonFiles } from "#ledger-core/testdata/real-data.testing.ts";
import { parseBase64 } from "./base64.ts";
import { encodeCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { cosignatureBytes, encodeNote, noteSignatureMessage, parseNote, verifyNote } from "./note.ts";
import type { Note } from "./note.ts";
import { testKey, testSuite } from "./suite.testing.ts";
import { leafHash, verifyInclusion } from "./tree.ts";
import {
  ALGORITHM_COSIGNATURE,
  ALGORITHM_ED25519,
  encodeVerifierKey,
  isKeyName,
  parseVerifierKey,
  verifierKey,
} from "./verifier-key.ts";

/** The public key that signed the known log of tessera, from the script beside it. */
const TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

function note(text: string): Note {
  const parsed = parseNote(text);
  if (parsed === undefined) throw new Error("not a note");
  return parsed;
}

const TESSERA_LOG = "evidence/tlog-tiles-tessera-log.tar.gz";

describeRealData("the checkpoints of transparency-dev/tessera", TESSERA_LOG, () => {
  const files = readRealFiles(TESSERA_LOG);
  const key = parseVerifierKey(testSuite, TESSERA_KEY);

  it("have a key that reads and writes as it is", () => {
    expect(key === undefined ? "" : encodeVerifierKey(key)).toBe(TESSERA_KEY);
  });

  it.each(Array.from({ length: 16 }, (_, size) => size))("are signed at size %i", (size) => {
    const text = Buffer.from(files.get(`testdata/log/checkpoint.${size}`) ?? []).toString("utf8");
    const parsed = note(text);
    expect(encodeNote(parsed)).toBe(text);
    const checkpoint = parseCheckpoint(parsed.text);
    expect(checkpoint).toMatchObject({ origin: "example.com/log/testdata", size, extensions: [] });
    expect(checkpoint === undefined ? "" : encodeCheckpoint(checkpoint)).toBe(parsed.text);
    const keys = key === undefined ? [] : [key];
    expect(verifyNote(testSuite, parsed, keys)).toEqual({ accepted: true, verified: [{ key }], failed: [] });
    const forged = { ...parsed, text: parsed.text.replace(`\n${size}\n`, `\n${size + 1}\n`) };
    expect(verifyNote(testSuite, forged, keys)).toEqual({ accepted: false, verified: [], failed: [key] });
  });
});

type Bundle = {
  readonly verificationMaterial: {
    readonly tlogEntries?: readonly {
      readonly canonicalizedBody: string;
      readonly inclusionProof?: {
        readonly logIndex: string;
        readonly treeSize: string;
        readonly rootHash: string;
        readonly hashes?: readonly string[];
        readonly checkpoint?: { readonly envelope: string };
      };
    }[];
  };
};

type TrustedRoot = {
  readonly tlogs: readonly {
    readonly baseUrl: string;
    readonly publicKey: { readonly rawBytes: string; readonly keyDetails: string };
  }[];
};

const REKOR_ENTRIES = "evidence/sigstore-bundles-rekor-1.tar.gz";

describeRealData("the entries of the public Rekor logs", REKOR_ENTRIES, () => {
  const bundles = readRealJsonFiles<Bundle>(REKOR_ENTRIES, "test/assets/bundle-verify/")
    .filter(([path]) => path.endsWith("/bundle.sigstore.json"))
    .flatMap(([path, { verificationMaterial }]) =>
      (verificationMaterial.tlogEntries ?? []).flatMap(({ canonicalizedBody, inclusionProof }) =>
        inclusionProof?.checkpoint === undefined
          ? []
          : [
              {
                name: path.split("/")[3] ?? "",
                body: canonicalizedBody,
                ...inclusionProof,
                text: inclusionProof.checkpoint.envelope,
              },
            ],
      ),
    );
  const broken = ["checkpoint-wrong-roothash_fail", "inclusion-proof-corrupted-hash_fail", "incorrect-public-key_fail"];
  const unsigned = "rekor2-checkpoint-missing-log-signature_fail";

  it("are 28", () => expect(bundles).toHaveLength(28));

  it("are no notes where nobody signed", () => {
    expect(bundles.filter(({ text }) => parseNote(text) === undefined).map(({ name }) => name)).toEqual([unsigned]);
  });

  const signed = bundles.filter(({ name }) => name !== unsigned);

  it.each(signed)("$name: the checkpoint reads, and the entry is in it or not", (bundle) => {
    const checkpoint = parseCheckpoint(note(bundle.text).text);
    if (checkpoint === undefined) throw new Error("not a checkpoint");
    const isIncluded = verifyInclusion(testSuite, {
      leafHash: leafHash(testSuite, Buffer.from(bundle.body, "base64")),
      index: Number(bundle.logIndex),
      size: checkpoint.size,
      proof: (bundle.hashes ?? []).map((hash) => parseBase64(hash) ?? new Uint8Array(0)),
      root: checkpoint.root,
    });
    expect(isIncluded).toBe(!broken.includes(bundle.name));
  });

  /** The logs that sign with Ed25519, by origin, from the trusted roots beside the entries. */
  const logs = new Map(
    readRealJsonFiles<TrustedRoot>(REKOR_ENTRIES, "test/assets/bundle-verify/")
      .filter(([path]) => path.endsWith("/trusted_root.json"))
      .flatMap(([, { tlogs }]) => tlogs)
      .filter(({ publicKey }) => publicKey.keyDetails === "PKIX_ED25519")
      .map(({ baseUrl, publicKey }) => [baseUrl.replace("https://", ""), publicKey.rawBytes]),
  );
  const ofLogs = signed
    .map(({ name, text }) => ({ name, text, origin: text.split("\n")[0] ?? "" }))
    .filter(({ origin }) => logs.has(origin));

  it("are known with an Ed25519 log for a dozen", () => expect(ofLogs.length).toBeGreaterThanOrEqual(10));

  it.each(ofLogs)("$name: the log's own Ed25519 signature holds among those of witnesses", ({ text, origin }) => {
    // An Ed25519 key in SPKI is its 32 bytes after a head of 12.
    const publicKey = new Uint8Array(Buffer.from(logs.get(origin) ?? "", "base64").subarray(12));
    const key = verifierKey(testSuite, { name: origin, algorithm: ALGORITHM_ED25519, publicKey });
    expect(verifyNote(testSuite, note(text), [key])).toEqual({ accepted: true, verified: [{ key }], failed: [] });
  });
});

describe("a cosignature", () => {
  const witness = testKey(3);
  const key = verifierKey(testSuite, {
    name: "witness.example",
    algorithm: ALGORITHM_COSIGNATURE,
    publicKey: witness.publicKey,
  });
  const text = encodeCheckpoint({
    origin: "tcc/0011223344556677",
    size: 5,
    root: new Uint8Array(32).fill(9),
    extensions: [],
  });
  const time = 1_770_000_000;
  const signature = witness.sign(noteSignatureMessage({ text, algorithm: ALGORITHM_COSIGNATURE, time }));
  const line = { name: key.name, keyId: key.keyId, signature: cosignatureBytes({ time, signature }) };

  it("signs the time with the text", () => {
    const message = Buffer.from(noteSignatureMessage({ text, algorithm: ALGORITHM_COSIGNATURE, time })).toString();
    expect(message).toBe(`cosignature/v1\ntime 1770000000\n${text}`);
    const parsed = note(encodeNote({ text, signatures: [line] }));
    expect(verifyNote(testSuite, parsed, [key]).verified).toEqual([{ key, time }]);
  });

  it("does not hold at another time, nor as a plain signature", () => {
    const later = { ...line, signature: cosignatureBytes({ time: time + 1, signature }) };
    expect(verifyNote(testSuite, { text, signatures: [later] }, [key]).accepted).toBe(false);
    const plain = verifierKey(testSuite, { ...key, algorithm: ALGORITHM_ED25519 });
    expect(verifyNote(testSuite, { text, signatures: [{ ...line, keyId: plain.keyId }] }, [plain]).failed).toEqual([
      plain,
    ]);
    const far = { ...line, signature: line.signature.map((byte, i) => (i < 8 ? 255 : byte)) };
    expect(verifyNote(testSuite, { text, signatures: [far] }, [key]).failed).toEqual([key]);
  });

  it("is ignored for a key of the same name or the same id alone", () => {
    const other = { ...key, name: "another.example" };
    const namesake = { ...key, keyId: Uint8Array.of(1, 2, 3, 4) };
    expect(verifyNote(testSuite, { text, signatures: [line] }, [other, namesake])).toEqual({
      accepted: false,
      verified: [],
      failed: [],
    });
  });

  it("counts once, however often it stands there", () => {
    expect(verifyNote(testSuite, { text, signatures: [line, line] }, [key, key]).verified).toHaveLength(1);
    const bad = { ...line, signature: new Uint8Array(72) };
    expect(verifyNote(testSuite, { text, signatures: [line, bad] }, [key])).toMatchObject({
      accepted: false,
      failed: [key],
    });
  });
});

describe("parseNote", () => {
  const sound = "text\n\n\u2014 a.example AAAAAAA=\n";

  it("keeps empty lines of the text, and splits at the last", () => {
    expect(note(`one\n\ntwo\n\n\u2014 a.example AAAAAAA=\n`).text).toBe("one\n\ntwo\n");
    expect(note(sound)).toEqual({
      text: "text\n",
      signatures: [{ name: "a.example", keyId: new Uint8Array(4), signature: new Uint8Array(1) }],
    });
  });

  it.each([
    ["nothing", ""],
    ["no signature", "text\n\n"],
    ["no empty line", "text\n\u2014 a.example AAAAAAA=\n"],
    ["no newline at the end", sound.slice(0, -1)],
    ["a hyphen for the dash", sound.replace("\u2014", "-")],
    ["two spaces", sound.replace("\u2014 ", "\u2014  ")],
    ["no name", "text\n\n\u2014  AAAAAAA=\n"],
    ["a plus in the name", sound.replace("a.", "a+")],
    ["a wide space in the name", sound.replace("a.", "a\u3000")],
    ["a key id without signature", sound.replace("AAAAAAA=", "AAAAAA==")],
    ["unclean base 64", sound.replace("AAAAAAA=", "AAAAAAB=")],
    ["a tab in the text", sound.replace("text", "te\txt")],
    ["a carriage return", sound.replace("text\n", "text\r\n")],
    ["half a character", sound.replace("text", "te\ud800xt")],
    ["a line twice", `${sound}\u2014 a.example AAAAAAA=\n`],
    ["too many signatures", sound + "\u2014 a.example AAAAAAA=\n".repeat(128)],
  ])("refuses %s", (_what, text) => expect(parseNote(text)).toBeUndefined());
});

describe("vkeys", () => {
  it.each([
    ["another id", TESSERA_KEY.replace("33d7b496", "33d7b497")],
    ["upper case", TESSERA_KEY.replace("33d7b496", "33D7B496")],
    ["another algorithm", TESSERA_KEY.replace("+AeHT", "+AuHT")],
    ["another name", `x${TESSERA_KEY}`],
    ["no name", TESSERA_KEY.replace("example.com/log/testdata", "")],
    ["a short key", TESSERA_KEY.slice(0, -4)],
    ["a private key", "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"],
  ])("refuse %s", (_what, text) => expect(parseVerifierKey(testSuite, text)).toBeUndefined());

  it("may have names in any script, without white space", () => {
    expect(isKeyName("城市账本.example")).toBe(true);
    for (const name of ["", "a b", "a+b", "a\u00a0b", "a\u2028b", "a\nb", "\ud800", "a".repeat(257)])
      expect(isKeyName(name)).toBe(false);
  });

  it("have an id that depends on name, algorithm and key", () => {
    const { publicKey } = testKey(1);
    const base = verifierKey(testSuite, { name: "a", algorithm: ALGORITHM_ED25519, publicKey });
    const others = [
      verifierKey(testSuite, { name: "b", algorithm: ALGORITHM_ED25519, publicKey }),
      verifierKey(testSuite, { name: "a", algorithm: ALGORITHM_COSIGNATURE, publicKey }),
      verifierKey(testSuite, { name: "a", algorithm: ALGORITHM_ED25519, publicKey: testKey(2).publicKey }),
    ];
    expect(others.some((other) => equalBytes(other.keyId, base.keyId))).toBe(false);
    expect(encodeHex(base.keyId)).toBe(
      encodeHex(testSuite.sha256(Buffer.concat([Buffer.from("a\n\x01"), publicKey]))).slice(0, 8),
    );
  });
});
