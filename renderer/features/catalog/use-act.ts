import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Preview, Receipt } from "#ledger-core/contract/api/session.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import { api, queries } from "#renderer/shared/client/console-client.ts";
import { requestSignature } from "#renderer/shared/signing/signing.ts";
import type { ActionBody } from "#renderer/shared/signing/signing.ts";

/** An act that a form puts together: its kind, the schema of its body in the contract, and the body as far as it is filled in. */
export type FormAct = {
  readonly kind: string;
  readonly schema: Schema<unknown>;
  readonly body: ActionBody;
  /** Names the act in the signing dialog, "Request the data". */
  readonly title: string;
  /** What a person still has to fill in, in words; empty when there is nothing. */
  readonly missing: readonly string[];
};

export type Act = {
  /** What the ledger would do with it now; asked while the form is filled in. */
  readonly preview: UseQueryResult<Preview>;
  /** The field that the contract does not take, by its path; undefined if there is none or something is missing anyway. */
  readonly flawPath: string | undefined;
  readonly isReady: boolean;
  readonly isSigning: boolean;
  readonly receipt: Receipt | undefined;
  readonly sign: () => Promise<Receipt | undefined>;
  /** Puts the receipt away, to begin another act. */
  readonly begin: () => void;
};

const settleMs = 300;

/** Follows a form's act: whether the contract takes it, what the ledger would do with it, and its signature. */
export function useAct({ kind, schema, body, title, missing }: FormAct): Act {
  const [receipt, setReceipt] = useState<Receipt>();
  const [isSigning, setIsSigning] = useState(false);
  const flaw = missing.length > 0 ? undefined : fromJson(schema, body);
  const isReady = flaw?.ok === true;
  const [settled] = useDebouncedValue(JSON.stringify(body), settleMs);
  const preview = useQuery({
    ...api.signing.preview.queryOptions({ input: { kind, body: JSON.parse(settled) as ActionBody } }),
    enabled: isReady && settled === JSON.stringify(body),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const sign = async () => {
    setIsSigning(true);
    try {
      const signed = await requestSignature({ title, kind, body });
      if (signed !== undefined) {
        setReceipt(signed);
        // A refusal changes no row, so no event says that the lists of uses have another line.
        void queries.invalidateQueries();
      }
      return signed;
    } finally {
      setIsSigning(false);
    }
  };
  return {
    preview,
    flawPath: flaw?.ok === false ? flaw.path : undefined,
    isReady,
    isSigning,
    receipt,
    sign,
    begin: () => setReceipt(undefined),
  };
}
