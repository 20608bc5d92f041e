/** The search of the catalogue: what is asked for, and what a list, its facets and its marks are drawn from. */
import { z } from "zod";
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import { departmentBrief, keySchema, limitSchema, procedure, wordsSchema } from "./shared.ts";

/** By what a list is narrowed, in the order in which windows show it. */
export const FACET_NAMES = [
  "owner",
  "theme",
  "classification",
  "sharing",
  "openness",
  "format",
  "cycle",
  "freshness",
  "profile",
  "state",
] as const;
export type FacetName = (typeof FACET_NAMES)[number];

export const DATASET_STATES = ["draft", "published", "retired"] as const;

/** Deepest page that is answered. */
const OFFSET_MAX = 1_000_000;
/** Values of one facet that may be chosen together. */
const CHOSEN_MAX = 100;

const datasetBrief = z.object({
  key: keySchema,
  code: z.string(),
  title: z.string(),
  /** 300 characters: the first ones, or those around what was found further on, which then begin with an ellipsis. */
  summary: z.string(),
  /** Parts of title and summary as they stand there that the search has found, also by how they are read. */
  matched: z.array(z.string()),
  owner: departmentBrief,
  publisher: z.string(),
  profile: z.string(),
  sharing: z.enum(SHARING),
  state: z.enum(DATASET_STATES),
  suspended: z.boolean(),
  updateCycle: z.string(),
  headVersion: z.int(),
  agreementsInForce: z.int(),
  itemCount: z.int(),
  /** Entry that changed it last. */
  entry: z.int(),
});
export type DatasetBrief = z.infer<typeof datasetBrief>;

const chosen = z.array(z.string().max(400)).max(CHOSEN_MAX).default([]);
const facet = z.array(z.object({ value: z.string(), label: wordsSchema, count: z.int() }));

/**
 * All words of the text are needed: as they are written, by their beginning, by how Chinese is read (`dibaojiating`, `dbjt`), or in
 * the name of the owner. Within a facet any chosen value is enough. A facet counts, most first, what each value would leave while the
 * other facets narrow; a chosen value is there also where it leaves nothing.
 */
export const catalogSearch = procedure
  .input(
    z.object({
      text: z.string().max(200).default(""),
      owner: chosen,
      theme: chosen,
      classification: chosen,
      sharing: chosen,
      openness: chosen,
      format: chosen,
      cycle: chosen,
      /** How a published dataset keeps its cycle now: `overdue`, `never` (nothing uploaded), `due`, `fresh`, `unscheduled`. */
      freshness: chosen,
      profile: chosen,
      state: chosen,
      /** `newest`: what came last; `updated`: what was described anew or got a version last. Without a text relevance is by title. */
      sort: z.enum(["relevance", "title", "newest", "updated"]).default("relevance"),
      offset: z.int().min(0).max(OFFSET_MAX).default(0),
      limit: limitSchema.default(50),
    }),
  )
  .output(
    z.object({
      height: z.int(),
      total: z.int(),
      rows: z.array(datasetBrief),
      facets: z.object({
        owner: facet,
        theme: facet,
        classification: facet,
        sharing: facet,
        openness: facet,
        format: facet,
        cycle: facet,
        freshness: facet,
        profile: facet,
        state: facet,
      }),
    }),
  );
