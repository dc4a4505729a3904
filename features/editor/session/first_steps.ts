import { useSignalEffect } from "@preact/signals";
import { noteSeen } from "../../../components/terms/note_seen.ts";
import type { EditorParts } from "./context.ts";

/** Ticks off the first steps that only the editor sees: a live result, and two versions side by side. */
export function useFirstSteps({ live, store }: Pick<EditorParts, "live" | "store">): void {
  useSignalEffect(() => {
    if (live.answer.value !== null) noteSeen("see_live_result");
  });
  useSignalEffect(() => {
    if (store.comparing.value !== null) noteSeen("compare");
  });
}
