import { Loader, Button as MantineButton } from "@mantine/core";
import type { ReactNode, Ref } from "react";
import styles from "./button.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon.tsx";

/**
 * A button says verb and object. One `primary` at most on a page; `danger` is red in words only. `keyCap` shows the
 * letter that focuses it. While `pending` it keeps its width, says it is busy, and cannot be pressed again.
 */
export function Button(props: {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly kind?: "primary" | "plain" | "danger" | "link";
  readonly size?: "standard" | "small" | "sign";
  readonly icon?: IconName;
  readonly keyCap?: string;
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  readonly type?: "button" | "submit";
  /** Takes the focus when the dialog that holds it opens. */
  readonly hasInitialFocus?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}) {
  const { kind = "plain", size = "standard", isPending = false } = props;
  const heights = {
    standard: "var(--control-height)",
    small: "var(--control-small-height)",
    sign: "var(--control-sign-height)",
  };
  return (
    <MantineButton
      ref={props.ref ?? null}
      type={props.type ?? "button"}
      data-autofocus={props.hasInitialFocus === true ? true : undefined}
      variant={kind === "primary" ? "filled" : "default"}
      h={heights[size]}
      className={styles.button}
      data-kind={kind}
      data-size={size}
      disabled={props.isDisabled ?? false}
      aria-busy={isPending}
      aria-disabled={isPending || undefined}
      {...(isPending && { leftSection: <Loader type="oval" size={14} color="currentColor" aria-hidden /> })}
      {...(!isPending && props.icon !== undefined && { leftSection: <Icon name={props.icon} /> })}
      {...(props.keyCap !== undefined && { rightSection: <KeyCap label={props.keyCap} /> })}
      onClick={(event) => {
        // A button that is busy stays focusable, so that the keyboard does not lose its place; it only does nothing.
        if (isPending) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {props.children}
    </MantineButton>
  );
}

/** A small square button with only an icon; `label` is what a screen reader and the tooltip say. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <button
      ref={props.ref}
      type="button"
      className={styles.iconButton}
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** The name of a key. Shown only on the decision bar, at the foot of lists and in the search box. */
export function KeyCap({ label }: { readonly label: string }) {
  return (
    <kbd className={styles.keyCap} aria-hidden="true">
      {label}
    </kbd>
  );
}
