/** Line icons of the editor, 24 units square, drawn in the text's colour. */
import type { BlockDefinition } from "../../engine/mod.ts";
import type { Family } from "../../studio/palette/palette.ts";

const PATHS = {
  prices: "M7 4v3m0 8v5M5 7h4v8H5zm10-3v5m0 6v5m-2-11h4v6h-4z",
  indicators: "M3 16c3 0 4-9 7-9s4 7 6 7 3-4 5-4M3 20h18",
  conditions: "M4 8h9m-9 8h9m4-11 3 3-3 3m0 2v0m0 6 3-3-3-3",
  logic: "M5 5h6a7 7 0 0 1 0 14H5zM2 9h3m-3 6h3m13-3h4",
  signals: "M12 3v4m0 10v4M3 12h4m10 0h4M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  risk: "M12 3 5 6v5c0 4.5 2.8 8 7 10 4.2-2 7-5.5 7-10V6zm0 6v4m0 3v.01",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M20 20l-4.8-4.8",
  undo: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  redo: "m15 7 5 5-5 5m5-5H10a6 6 0 0 0-6 6v1",
  tidy: "M4 5h5v5H4zm11 0h5v5h-5zm0 9h5v5h-5zM9 7.5h6m-3 0v9h3",
  fit: "M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  history: "M4 4v5h5M4.6 9A8 8 0 1 1 4 13m8-5v4.5l3 2",
  daily: "M20 11a8 8 0 0 0-14.5-3.6M4 4v4h4m-4 5a8 8 0 0 0 14.5 3.6M20 20v-4h-4",
  play: "M8 5.5v13l10.5-6.5z",
  save: "M5 4h11l3 3v13H5zm3 0v5h7V4m-7 16v-6h8v6",
  close: "m6 6 12 12M18 6 6 18",
  chart: "M4 20h16M7 16v-4m5 4V7m5 9v-6",
  check: "m5 12.5 4.5 4.5L19 7.5",
  alert: "M12 4 2.8 19.5h18.4zm0 6v4.5m0 2.5v.01",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 8v5m0-8v.01",
  trash: "M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13m-7 4v5m4-5v5",
  copy: "M9 9h11v11H9zm-4 6H4V4h11v1",
  reset: "M4 4v5h5M4.6 9A8 8 0 1 1 4 13",
  keyboard: "M3 6h18v12H3zm4 4v.01m4-.01v.01m4-.01v.01m4-.01v.01M7 14h10",
  link: "M9 7H7a5 5 0 0 0 0 10h2m6-10h2a5 5 0 0 1 0 10h-2m-7-5h8",
  left: "m14 6-6 6 6 6",
  right: "m10 6 6 6-6 6",
  down: "m6 9 6 6 6-6",
  up: "m6 15 6-6 6 6",
  blocks: "M4 4h7v7H4zm9 9h7v7h-7zm-9 0h7v7H4zm9-9h7v7h-7z",
  map: "M9 4 3 6.5v13L9 17l6 2.5 6-2.5V4l-6 2.5zm0 0v13m6-10.5v13",
  sliders: "M4 7h9m4 0h3M4 17h3m4 0h9M13 5v4h4V5zM7 15v4h4v-4z",
  note: "M5 4h14v11l-5 5H5zm14 11h-5v5M9 9h6m-6 4h3",
  file: "M6 3h8l5 5v13H6zm8 0v5h5m-9.5 5v4m0 0-2-2m2 2 2-2",
  compare: "M5 3h14v18H5zm7 4v6m-3-3h6m-6 7h6",
  eye:
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
} as const;

/** The icons there are. */
export type IconName = keyof typeof PATHS;

/** An icon; decoration only, so the words beside it (or an `aria-label`) say what it means. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="ed-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The icon of a family of blocks. */
export function FamilyIcon({ family, size }: { family: Family; size?: number }) {
  return <Icon name={family} {...(size === undefined ? {} : { size })} />;
}

/** The attributes by which the styles give a block, or anything that stands for it, its family's colour. */
export function toneOf(definition: BlockDefinition | undefined) {
  return { "data-family": definition?.family, "data-role": definition?.role?.kind };
}
