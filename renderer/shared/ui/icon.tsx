/** Line drawings on a 16 px grid. Icons stand only in navigation and for search, close, export, date, filter and settings. */
const paths = {
  inbox: "M2.5 9.5v3h11v-3M2.5 9.5l1.8-6h7.4l1.8 6M2.5 9.5h3.4l1 1.6h2.2l1-1.6h3.4",
  overview: "M2.5 2.5h4.6v6.2H2.5zM8.9 2.5h4.6v3.4H8.9zM2.5 10.5h4.6v3H2.5zM8.9 7.7h4.6v5.8H8.9z",
  catalog:
    "M8 2.4c3 0 5.2.8 5.2 1.9S11 6.2 8 6.2 2.8 5.4 2.8 4.3 5 2.4 8 2.4zM2.8 4.3v7.4c0 1.1 2.2 1.9 5.2 1.9s5.2-.8 5.2-1.9V4.3M2.8 8c0 1.1 2.2 1.9 5.2 1.9s5.2-.8 5.2-1.9",
  consortium:
    "M8 2.2a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM3.4 8.6a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM12.6 8.6a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM8 5.6v3.2M8 8.8l-3.1.9M8 8.8l3.1.9M1.4 14c.3-1.2 1-1.8 2-1.8s1.7.6 2 1.8M10.6 14c.3-1.2 1-1.8 2-1.8s1.7.6 2 1.8",
  ledger: "M8 2.2 14 5.2 8 8.2 2 5.2zM2 8l6 3 6-3M2 10.8l6 3 6-3",
  settings:
    "M8 5.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6zM8 1.8l.9 1.8 2-.4.9 1.8 1.9.8-.4 2 1 1.7-1.5 1.4.1 2-2 .4-1.2 1.6L8 14.1l-1.8.800-1.2-1.6-2-.4.1-2L1.6 9.5l1-1.7-.4-2L4.1 5l.9-1.8 2 .4z",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.4 3.4",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  download: "M8 2.5v7.5M5 7.3 8 10.3l3-3M2.5 10.5v3h11v-3",
  calendar: "M2.5 4h11v9.5h-11zM2.5 7h11M5.2 2.3V5M10.8 2.3V5",
  filter: "M2.2 3h11.6L9.4 8.3v4.9l-2.8-1.5V8.3z",
  chevronDown: "M4 6.3l4 4 4-4",
  chevronRight: "M6.3 4l4 4-4 4",
  chevronLeft: "M9.7 4l-4 4 4 4",
  clock: "M3.2 4.6A6 6 0 1 1 2.1 9M3 2.2v2.7h2.7M8 5v3.3l2.2 1.3",
  language:
    "M1.8 4h6.4M5 2.3V4M6.7 4c-.7 2.6-2.4 4.3-4.7 5.2M3.4 5.9c.9 1.5 2.1 2.5 3.7 3.2M8.2 13.7l3-7h.6l3 7M9.3 11.5h4.4",
  sun: "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.3v1.6M8 13.1v1.6M1.3 8h1.6M13.1 8h1.6M3.3 3.3l1.1 1.1M11.6 11.6l1.1 1.1M3.3 12.7l1.1-1.1M11.6 4.4l1.1-1.1",
  moon: "M13.3 9.7A5.8 5.8 0 0 1 6.3 2.7a5.8 5.8 0 1 0 7 7z",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  check: "M3 8.5l3.4 3.4L13 5",
  warning: "M8 2.3 14.3 13.5H1.7zM8 6.5v3.3M8 11.5v.6",
  document: "M4 2h5.5L12.5 5v9H4zM9.3 2v3.3h3.2M6 8h4.5M6 10.7h4.5",
  copy: "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
  arrowRight: "M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5",
} as const;

export type IconName = keyof typeof paths;

/** A drawing that accompanies words. It is hidden from a screen reader: whoever uses it alone must label the control. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true" focusable="false">
      <path d={paths[name]} stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}
