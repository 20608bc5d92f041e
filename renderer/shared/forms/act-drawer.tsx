import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { closeDrawer } from "#renderer/shared/drawer/drawer.ts";
import { DrawerLayout } from "#renderer/shared/drawer/drawer-region.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { MissingList, Outcome, RefusalForeseen, WhoSigns } from "./outcome.tsx";
import styles from "./forms.module.css";
import { useFormText } from "./text.ts";
import type { Act } from "./use-act.ts";
import type { Draft } from "./use-draft.ts";

/**
 * A form beside the page: what it is about, its fields, what is missing, who will have to sign, and the one button that lays the
 * act before the person. After signing it shows what became of it, in the same place.
 */
export function ActDrawer<Values>(props: {
  readonly title: string;
  /** The record that it is about. */
  readonly over: string;
  readonly lead?: string;
  readonly draft: Draft<Values>;
  readonly act: Act;
  readonly missing: readonly string[];
  /** Words of the field at a path of the body, for what the contract does not take. */
  readonly fieldOf: (path: string) => string;
  readonly button: string;
  readonly sealedWords: string;
  /** What follows once it is sealed, where others have to act next. */
  readonly next?: ReactNode;
  /** Offered after signing, for example to record another use. */
  readonly again?: string;
  readonly children: ReactNode;
}) {
  const text = useFormText();
  const { act, draft } = props;
  const { receipt } = act;
  const sign = async () => {
    const signed = await act.sign();
    if (signed !== undefined && signed.state !== "refused") draft.discard();
  };
  if (receipt !== undefined) {
    const again = receipt.state === "refused" ? text("correct") : props.again;
    return (
      <DrawerLayout title={props.title} over={props.over} foot={<OutcomeButtons again={again} onAgain={act.begin} />}>
        <div className={styles.form}>
          <Outcome receipt={receipt} sealedWords={props.sealedWords}>
            {receipt.state === "sealed" ? props.next : null}
          </Outcome>
        </div>
      </DrawerLayout>
    );
  }
  return (
    <DrawerLayout
      title={props.title}
      over={props.over}
      foot={
        <>
          <RefusalForeseen act={act} />
          {draft.isTouched ? (
            <span className={styles.draft}>
              {text("draft")}{" "}
              <Button kind="link" size="small" onClick={draft.discard}>
                {text("discard")}
              </Button>
            </span>
          ) : null}
          <Button kind="primary" isDisabled={!act.isReady} isPending={act.isSigning} onClick={() => void sign()}>
            {props.button}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {props.lead === undefined ? null : <p className={styles.lead}>{props.lead}</p>}
        {props.children}
        <MissingList
          missing={props.missing}
          flawed={act.flawPath === undefined ? undefined : props.fieldOf(act.flawPath)}
        />
        <WhoSigns act={act} />
      </div>
    </DrawerLayout>
  );
}

/** After signing the keyboard is on what ends the form, because the button that began it is gone. */
function OutcomeButtons({ again, onAgain }: { readonly again: string | undefined; readonly onAgain: () => void }) {
  const text = useFormText();
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => done.current?.focus(), afterDialogMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {again === undefined ? null : <Button onClick={onAgain}>{again}</Button>}
      <Button kind="primary" ref={done} onClick={closeDrawer}>
        {text("done")}
      </Button>
    </>
  );
}

/** The signing dialog gives the focus back when it has left; this comes after it. */
const afterDialogMs = 200;
