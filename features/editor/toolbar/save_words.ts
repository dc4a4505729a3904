/** Whether all of a strategy is saved, in words. */
import { timeOfDay } from "../../../text/times.ts";
import type { EditorParts } from "../session/context.ts";

/** `text` in a few words, `detail` with where the rest is. */
export function saveWords(
  { saving, user }: Pick<EditorParts, "saving" | "user">,
): { readonly text: string; readonly detail: string } {
  const saved = saving.saved.value;
  if (saving.dirty.value) {
    return {
      text: "Unsaved changes",
      detail: saving.draftsWork.value
        ? "Your changes are kept in this browser until you save a version."
        : "This browser does not let pages keep drafts: save before you leave.",
    };
  }
  if (!saved) return { text: "Nothing saved yet", detail: "Save the first version." };
  return {
    text: `Saved ${timeOfDay(saved.createdAt, user.timezone ?? null)}`,
    detail: new Date(saved.createdAt).toISOString(),
  };
}
