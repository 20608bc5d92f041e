import { useState } from "react";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { saveText } from "#renderer/shared/files/save-file.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { useCatalogText } from "./text.ts";

/** Takes the terms of an offer or agreement away as an ODRL document. */
export function TermsDocument({ of, id }: { readonly of: "offer" | "agreement"; readonly id: number }) {
  const text = useCatalogText();
  const describe = useFailure();
  const [failure, setFailure] = useState<unknown>();
  const save = async (form: "jsonld" | "turtle") => {
    setFailure(undefined);
    try {
      const document = await client.terms.document({ of, key: id, form });
      await saveText(document.name, document.text);
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <>
      <Button kind="link" size="small" onClick={() => void save("jsonld")}>
        {text("terms.saveJsonLd")}
      </Button>
      <Button kind="link" size="small" onClick={() => void save("turtle")}>
        {text("terms.saveTurtle")}
      </Button>
      {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
    </>
  );
}
