/** Opening another version to look at it, comparing two, and the way back: with what goes on around the store. */
import type { EditorParts } from "./context.ts";
import { sayUnreachable } from "./later.ts";
import type { Side } from "../../../studio/versions/compared.ts";
import type { SavedVersion } from "../../../studio/document/strategy_api.ts";

/** Fetches a version; `null` after saying why it cannot be had. The newest one is at hand already. */
export async function fetchVersion(
  { api, saving, store }: EditorParts,
  versionNumber: number,
): Promise<SavedVersion | null> {
  const newest = saving.saved.peek();
  if (newest?.versionNumber === versionNumber) return newest;
  const outcome = await api.version(versionNumber);
  if (outcome.kind === "done") return outcome.value;
  store.say(
    outcome.kind === "signed_out" ? "You are logged out. Log in to open it." : outcome.message,
    "bad",
  );
  return null;
}

/** Puts a version on the canvas to look at. The one that is being worked on is simply shown. */
export async function openVersion(parts: EditorParts, versionNumber: number): Promise<void> {
  const { saving, store } = parts;
  const isWorkedOn = versionNumber === saving.saved.peek()?.versionNumber && !saving.dirty.peek();
  const version = isWorkedOn ? null : await fetchVersion(parts, versionNumber);
  if (version) store.view(version);
  else if (isWorkedOn) store.leaveVersions();
  fitSoon(parts);
}

/** Compares a version with the canvas; the version that is on the canvas, with the one before it. */
export async function compareWithCanvas(parts: EditorParts, versionNumber: number): Promise<void> {
  const work = currentSide(parts);
  const isOnCanvas = versionNumber === work.version?.versionNumber;
  const earlier = isOnCanvas && versionNumber > 1 ? versionNumber - 1 : versionNumber;
  const version = await fetchVersion(parts, earlier);
  if (version) await compareSides(parts, sideOf(version), currentSide(parts));
}

/** What is worked on: the newest version, or the canvas where it has changed since. */
export function currentSide({ saving, store }: EditorParts): Side {
  const newest = saving.saved.peek();
  return newest && !saving.dirty.peek()
    ? sideOf(newest)
    : { version: null, document: store.document.peek() };
}

/** Shows what differs from `before` to `after`. */
export async function compareSides(
  parts: EditorParts,
  before: Side,
  after: Side,
): Promise<void> {
  const { store } = parts;
  const compared = await import("../../../studio/versions/compared.ts").catch(() => null);
  if (!compared) {
    return sayUnreachable(store);
  }
  store.compare(compared.compareSides(before, after, store.catalog));
  parts.ui.sheet.value = "inspector";
  fitSoon(parts);
}

/** Back to the work; focus goes back to where versions are chosen. */
export function leaveVersions(parts: Omit<EditorParts, "run">): void {
  parts.store.leaveVersions();
  parts.ui.sheet.value = null;
  parts.ui.focus.history?.();
  fitSoon(parts);
}

/** A saved version as a side of a comparison. */
export function sideOf(version: SavedVersion): Side {
  return { version, document: version.document };
}

function fitSoon({ ui }: Omit<EditorParts, "run">): void {
  requestAnimationFrame(() => ui.canvas.current?.fit());
}
