/** Line icons, 24 units square, drawn in the text's colour. */

const PATHS = {
  "arrow-down": "M12 5v14m-6-6 6 6 6-6",
  "arrow-left": "M19 12H5m6-6-6 6 6 6",
  "arrow-right": "M5 12h14m-6-6 6 6-6 6",
  "arrow-up": "M12 19V5m-6 6 6-6 6 6",
  archive: "M4 5h16v4H4zm1.5 4v10h13V9M10 13h4",
  bars: "M4 20h16M7 16v-5m5 5V6m5 10V9",
  blocks: "M4 4h7v7H4zm9 9h7v7h-7zM11 7.5h3.5A2 2 0 0 1 16.5 9.5V13",
  calendar: "M4 6h16v14H4zm0 4h16M8 3v4m8-4v4",
  check: "m5 12.5 4.5 4.5L19 7.5",
  "chevron-down": "m6 9 6 6 6-6",
  "chevron-left": "m14 6-6 6 6 6",
  "chevron-right": "m10 6 6 6-6 6",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4v5.5l3.5 2",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 9h11v11H9zm-4 6H4V4h11v1",
  curve: "M3 17c4 0 4-9 8-9s3 5 6 5 3-6 4-8M3 21h18",
  download: "M12 4v11m-5-5 5 5 5-5M5 20h14",
  gear:
    "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M12 3v2.5m0 13V21m9-9h-2.5m-13 0H3m15.4-6.4-1.8 1.8M7.4 16.6l-1.8 1.8m12.8 0-1.8-1.8M7.4 7.4 5.6 5.6",
  history: "M4 4v5h5M4.6 9A8 8 0 1 1 4 13m8-5v4.5l3 2",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 8v5m0-8v.01",
  "log-out": "M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4",
  menu: "M4 7h16M4 12h16M4 17h16",
  monitor: "M3 5h18v11H3zm6 15h6m-3-4v4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5",
  more: "M5 12v.01M12 12v.01M19 12v.01",
  open: "M14 4h6v6m0-6-9 9M18 14v6H4V6h6",
  pencil: "M4 20h4L19 9l-4-4L4 16zm9-13 4 4",
  play: "M8 5.5v13l10.5-6.5z",
  plus: "M12 5v14M5 12h14",
  question:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7m0 3v.01",
  receipt: "M6 3h12v18l-3-2-3 2-3-2-3 2zm3 6h6m-6 4h6",
  refresh: "M20 4v5h-5m4.4 0A8 8 0 1 0 20 13",
  restore: "M4 4v5h5M4.6 9A8 8 0 1 1 4 13",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M20 20l-4.8-4.8",
  shield: "M12 3 5 6v5c0 4.5 2.8 8 7 10 4.2-2 7-5.5 7-10V6zm-3 9 2 2 4-4",
  sort: "m8 10 4-4 4 4m-8 4 4 4 4-4",
  sun:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8m0-5v2m0 14v2m9-9h-2M5 12H3m15.4-6.4L17 7M7 17l-1.4 1.4m12.8 0L17 17M7 7 5.6 5.6",
  trash: "M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13m-7 4v5m4-5v5",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.6-3.5 3.7-5.5 7.5-5.5s6.9 2 7.5 5.5",
  warning: "M12 4 2.8 19.5h18.4zm0 6v4.5m0 2.5v.01",
} as const;

/** The icons there are. */
export type IconName = keyof typeof PATHS;

/** An icon; decoration only, so the words beside it (or an `aria-label`) say what it means. */
export function Icon(
  { name, size = 16, class: className }: { name: IconName; size?: number; class?: string },
) {
  return (
    <svg
      class={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "more" ? 2.75 : 1.75}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
