/** From a value to the field that sets it. */
import { type EditorParts, focusPanel } from "./context.ts";

/** Selects a block and gives focus to the field of one of its parameters. */
export function showParam(
  { store, ui }: Pick<EditorParts, "store" | "ui">,
  blockId: string,
  param: string,
): void {
  store.select([blockId]);
  ui.canvas.current?.reveal(blockId, false);
  focusPanel(ui, "settings");
  // The block's fields are in the page after the next frame.
  requestAnimationFrame(() => {
    const row = globalThis.document.querySelector(
      `[data-part="inspector"] [data-param="${CSS.escape(param)}"]`,
    );
    const field = row?.querySelector<HTMLElement>("input[type=text]") ??
      row?.querySelector<HTMLElement>("select, input");
    field?.focus();
    if (field instanceof HTMLInputElement && field.type === "text") field.select();
  });
}
