/** The city's first days: the network is founded, then the catalogue is filled. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { DAY_SECONDS, FOUNDER, HOUR_SECONDS, uploadAct } from "./city-acts.ts";
import type { At, CityAct, CityStage, PlanOptions } from "./city-acts.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { describeDataset, offeredPolicy } from "./city-datasets.ts";
import type { CityDataset } from "./city-datasets.ts";
import { cityPeople } from "./city-people.ts";
import type { CityState } from "./city-state.ts";

/** Days that the stages of this file take. */
export const FOUNDING_DAYS = 3;

/** Unified Social Credit Code of a department of the plan; invented, with a true check character. */
export function cityUscc(place: number): string {
  return makeUnifiedSocialCreditCode(`11320100MB${String(1_000_000 + place * 7_919).slice(0, 7)}`);
}

/** Members, their names, their people; at last the founder steps back. */
export function foundingStages({ seed, keys, network }: PlanOptions, at: At): readonly CityStage[] {
  const people = cityPeople(seed).filter((person) => person.handle !== FOUNDER);
  const others = CITY_DEPARTMENTS.slice(1);
  const byFounder = (kind: string, bodies: readonly unknown[]): readonly CityAct[] =>
    bodies.map((body) => ({ as: FOUNDER, kind, body }));
  return [
    {
      time: at(0, 9),
      acts: () =>
        byFounder(
          "member.admit",
          others.map(({ nameZh, functions }, i) => ({ uscc: cityUscc(i + 1), name: nameZh, functions })),
        ),
    },
    {
      time: at(0, 10),
      acts: (state) =>
        byFounder(
          "consortium.describe",
          CITY_DEPARTMENTS.map(({ slug, nameZh, nameEn, shortZh, shortEn }) => ({
            department: state.department(slug),
            nameZh,
            nameEn,
            shortZh,
            shortEn,
          })),
        ),
    },
    {
      time: at(0, 11),
      acts: (state) =>
        byFounder(
          "person.enrol",
          people.map(({ handle, department, role }) => {
            const { publicKey, secretKey } = keys.pairOf(handle);
            const proof = signEd25519(secretKey, keyStatement(network, handle, publicKey));
            return { department: state.department(department), handle, publicKey, proof, roles: [{ role, until: 0 }] };
          }),
        ),
    },
    {
      time: at(0, 14),
      acts: (state) =>
        byFounder(
          "consortium.appoint",
          cityPeople(seed).map(({ handle, titleZh, titleEn, maskedName, rank }) => ({
            person: state.person(handle),
            titleZh,
            titleEn,
            maskedName,
            rank,
          })),
        ),
    },
    {
      // The founder lays down every role but the leader's, and the founding policies end: from here on nobody decides alone.
      time: at(0, 16),
      acts: (state) => [
        ...["officer", "steward", "admin", "auditor", "finance", "clinician", "witness"].map((role) => ({
          as: FOUNDER,
          kind: "role.end",
          body: { person: state.person(FOUNDER), role, reason: "建网完成 founding is over" },
        })),
        { as: FOUNDER, kind: "founding.end", body: { reason: "各职能均已有两人 every function has two persons" } },
      ],
    },
  ];
}

/** Every dataset is described, published, given its first version and offered. */
export function catalogStages(datasets: readonly CityDataset[], { start }: PlanOptions, at: At): readonly CityStage[] {
  const steward = (dataset: CityDataset): string => `${dataset.owner}-steward`;
  const reference = (dataset: CityDataset): { kind: "code"; code: string } => ({ kind: "code", code: dataset.code });
  const day = Math.floor((start + 8 * HOUR_SECONDS) / DAY_SECONDS);
  const describe = (state: CityState, dataset: CityDataset): Description => {
    const provider = CITY_DEPARTMENTS.find(({ slug }) => slug === dataset.owner)?.nameZh ?? "";
    return describeDataset(dataset, { uscc: state.uscc(dataset.owner), provider, day });
  };
  return [
    {
      time: at(1, 9),
      acts: (state) =>
        datasets.map((dataset) => ({
          as: steward(dataset),
          kind: "catalog.create",
          body: { description: describe(state, dataset) },
        })),
    },
    {
      time: at(1, 15),
      acts: () =>
        datasets.map((dataset) => ({
          as: steward(dataset),
          kind: "catalog.publish",
          body: { dataset: reference(dataset) },
        })),
    },
    {
      time: at(2, 9),
      acts: (state) => datasets.map((dataset) => uploadAct(state, dataset, dataset.items)),
    },
    {
      time: at(2, 14),
      acts: () =>
        datasets
          .filter((dataset) => dataset.sharing !== "not-shared")
          .map((dataset) => ({
            as: steward(dataset),
            kind: "catalog.offer",
            body: { dataset: reference(dataset), policy: offeredPolicy(dataset) },
          })),
    },
  ];
}
