import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** A link inside the console to one of `paths`. `search` is the view to open it with. */
export function TextLink(props: {
  readonly to: string;
  readonly search?: Readonly<Record<string, unknown>>;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <Link
      to={props.to}
      search={{ ...props.search }}
      {...(props.className !== undefined && { className: props.className })}
    >
      {props.children}
    </Link>
  );
}
