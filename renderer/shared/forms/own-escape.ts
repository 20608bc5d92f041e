import { useRef } from "react";
import type { KeyboardEvent } from "react";

/** For a field that opens a list or a calendar: while that is open, Esc closes it alone and not the form around it. */
export function useOwnEscape() {
  const isOpen = useRef(false);
  const wasOpen = useRef(false);
  return {
    /** Goes on the element around the field. */
    frame: {
      role: "presentation",
      onKeyDownCapture: () => {
        wasOpen.current = isOpen.current;
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === "Escape" && wasOpen.current) event.stopPropagation();
      },
    },
    onOpen: () => {
      isOpen.current = true;
    },
    onClose: () => {
      isOpen.current = false;
    },
  };
}
