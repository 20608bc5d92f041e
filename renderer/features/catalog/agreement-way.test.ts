import { expect, test } from "vitest";
import { statesTaken } from "./agreement-way.tsx";

test("states that the ledger went through by itself are nobody's steps", () => {
  const bySelf = statesTaken([
    { kind: "catalog.request", state: "REQUESTED" },
    { kind: "catalog.counter-offer", state: "OFFERED" },
    { kind: "catalog.accept", state: "FINALIZED" },
  ]);
  expect([...bySelf]).toEqual(["REQUESTED", "OFFERED", "FINALIZED", "ACCEPTED"]);
  const stepByStep = statesTaken([
    { kind: "catalog.request", state: "REQUESTED" },
    { kind: "catalog.agree", state: "AGREED" },
    { kind: "catalog.verify", state: "VERIFIED" },
    { kind: "catalog.finalize", state: "FINALIZED" },
  ]);
  expect([...stepByStep]).toEqual(["REQUESTED", "AGREED", "VERIFIED", "FINALIZED"]);
  // A rule agrees at once to what is open to all: the request was somebody's step all the same.
  expect([...statesTaken([{ kind: "catalog.request", state: "FINALIZED" }])]).toEqual(["FINALIZED", "REQUESTED"]);
});
