/** Whether the small map is shown: as was chosen last on this device, else where there is much to find one's way in. */
const KEY = "blockbuilders:minimap";
/** From this many blocks on a strategy rarely fits on screen at a size that can be read. */
const MANY_BLOCKS = 15;

type ChoiceStorage = Pick<Storage, "getItem" | "setItem">;

/** The choice at the opening of a strategy with so many blocks. */
export function initialMinimap(storage: ChoiceStorage | null, blocks: number): boolean {
  try {
    const chosen = storage?.getItem(KEY);
    if (chosen === "on" || chosen === "off") return chosen === "on";
  } catch {
    // A browser that refuses storage has no choice to remember.
  }
  return blocks >= MANY_BLOCKS;
}

/** Keeps the choice for the next strategy. */
export function rememberMinimap(storage: ChoiceStorage | null, isShown: boolean): void {
  try {
    storage?.setItem(KEY, isShown ? "on" : "off");
  } catch {
    // A full or refused storage costs the memory of this choice, no more.
  }
}
