import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#renderer/shared/client/console-client.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { BuildDemo } from "./build-demo.tsx";
import { CreateNetwork } from "./create-network.tsx";
import styles from "./first-run.module.css";
import { useFirstRunText } from "./text.ts";

/** There is no ledger here yet: look at a demo, or create a network of one's own. */
export function FirstRunPage() {
  const [step, setStep] = useState<"choose" | "create">("choose");
  return (
    <main className={styles.page}>
      <div className={styles.sheet}>
        {step === "create" ? (
          <CreateNetwork onBack={() => setStep("choose")} />
        ) : (
          <Choices onCreate={() => setStep("create")} />
        )}
      </div>
    </main>
  );
}

function Choices({ onCreate }: { readonly onCreate: () => void }) {
  const text = useFirstRunText();
  const [isBuilding, setIsBuilding] = useState(false);
  const folder = useQuery(api.setup.state.queryOptions({ meta: { reads: [] } })).data?.folder;
  return (
    <>
      <PageHeader title={text("title")} lead={text("lead")} />
      <ul className={styles.choices}>
        <li>
          <h2>{text("demo.title")}</h2>
          <p>{text("demo.detail")}</p>
          <BuildDemo onBuilding={setIsBuilding} />
        </li>
        <li>
          <h2>{text("create.title")}</h2>
          <p>{text("create.detail")}</p>
          <div>
            <Button isDisabled={isBuilding} onClick={onCreate}>
              {text("create.button")}
            </Button>
          </div>
        </li>
        <li>
          <h2>{text("join.title")}</h2>
          <p>{text("join.detail")}</p>
        </li>
      </ul>
      {folder === undefined ? null : <p className={styles.folder}>{text("folder", { folder })}</p>}
    </>
  );
}
