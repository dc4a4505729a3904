/** How the live result stands below the canvas: as it was left last in this browser. */
const KEY = "blockbuilders:dock";

type ChoiceStorage = Pick<Storage, "getItem" | "setItem">;

/** Where the canvas has little room the live result is first a bar, elsewhere it is open. */
export type Screen = "phone" | "wide";

export const DOCK_TABS = ["result", "chart", "markets", "explore"] as const;
export type DockTab = (typeof DOCK_TABS)[number];

export interface DockChoice {
  /** Pixels; `null` as long as nobody has dragged it. */
  readonly height: number | null;
  readonly open: boolean;
  readonly tab: DockTab;
}

/** What was chosen on this kind of screen, else how it stands first. */
export function initialDock(storage: ChoiceStorage | null, screen: Screen): DockChoice {
  const { height, open, tab } = read(storage);
  return {
    height: typeof height === "number" && height > 0 && height < 10_000 ? height : null,
    open: typeof open[screen] === "boolean" ? open[screen] : screen === "wide",
    tab: DOCK_TABS.find((known) => known === tab) ?? "result",
  };
}

/** Keeps the choice; whether it is open is kept for this kind of screen alone. */
export function rememberDock(
  storage: ChoiceStorage | null,
  screen: Screen,
  { height, open, tab }: DockChoice,
): void {
  const kept = read(storage);
  try {
    storage?.setItem(KEY, JSON.stringify({ height, open: { ...kept.open, [screen]: open }, tab }));
  } catch {
    // A full or refused storage costs the memory of this choice, no more.
  }
}

/** Whatever stands there: anybody can write to a browser's storage. */
function read(
  storage: ChoiceStorage | null,
): { height: unknown; open: Record<string, unknown>; tab: unknown } {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "null");
    if (kept !== null && typeof kept === "object") {
      const { height, open, tab } = kept as Record<string, unknown>;
      const isRecord = open !== null && typeof open === "object";
      return { height, open: isRecord ? open as Record<string, unknown> : {}, tab };
    }
  } catch {
    // Refused storage, or something else under this name: nothing was chosen.
  }
  return { height: null, open: {}, tab: null };
}
