import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyDocument, readText } from "./odrl.testing.ts";
import { safeAddress } from "./document-tree.ts";
import type { PolicyDocument } from "./policy-tree.ts";
import { writeJsonLd, writeTurtle } from "./write-policies.ts";

const FORMS = [
  ["JSON-LD", writeJsonLd],
  ["Turtle", writeTurtle],
] as const;

/** What must come back of a document. */
function termsOf({ uid, kind, assigner, assignee, target, policy, agreement }: PolicyDocument): object {
  return { uid, kind, assigner, assignee, target: safeAddress(target), policy, agreement: agreement ?? {} };
}

describe.each(FORMS)("terms out as %s and in again", (_, write) => {
  test("are the same, one policy or several", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anyDocument, { minLength: 1, maxLength: 3, selector: ({ uid }) => uid }),
        async (documents) => {
          const read = await readText(write(documents));
          if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
          expect(read.findings).toEqual([]);
          expect(read.inexact.size).toBe(0);
          expect(read.policies).toBe(documents.length);
          expect(read.terms).toEqual(documents.map(termsOf));
        },
      ),
      { numRuns: 40 },
    );
  });
});
