/** Tells the cards how far the canvas is zoomed out: to the styles as `--least`, the smallest type in canvas units. */
import type { useStoreApi } from "@xyflow/react";
import { batch } from "@preact/signals";
import { leastType, SENTENCE_BELOW } from "../../../studio/canvas/zoom_level.ts";
import type { EditorUi } from "../session/context.ts";

/** Watches until the answer is called. */
export function watchZoom(
  flow: ReturnType<typeof useStoreApi>,
  canvas: HTMLElement,
  { leastType: least, sentences }: Pick<EditorUi, "leastType" | "sentences">,
): () => void {
  const tell = () => {
    const zoom = flow.getState().transform[2];
    batch(() => {
      least.value = leastType(zoom);
      sentences.value = zoom < SENTENCE_BELOW;
    });
  };
  tell();
  const stops = [
    flow.subscribe(tell),
    least.subscribe((size) => canvas.style.setProperty("--least", `${size}px`)),
    sentences.subscribe((alone) => {
      canvas.dataset.sentences = String(alone);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
