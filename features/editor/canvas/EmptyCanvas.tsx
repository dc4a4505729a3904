/** What an empty canvas says: what this place is for, and the first step. */
import { TextButton } from "../../../ui/TextButton.tsx";
import * as engine from "../../../engine/mod.ts";
import { withPlaces } from "../../../studio/canvas/layout.ts";
import { focusPanel, useEditor } from "../session/context.ts";
import { starterDocument } from "../../../studio/document/starters.ts";
import styles from "./EmptyCanvas.module.css.ts";

export function EmptyCanvas() {
  const { store, ui } = useEditor();
  if (store.readOnly.value) {
    return (
      <div class={styles.empty}>
        <p class={styles.card}>This version has no blocks.</p>
      </div>
    );
  }
  const use = (name: string, document: engine.StrategyDocument) => {
    store.replaceWith(withPlaces(document, store.catalog), `Start from ${name.toLowerCase()}`);
    store.say(`${name} is on the canvas. Change anything, or undo.`);
    requestAnimationFrame(() => ui.canvas.current?.fit());
  };
  const starter = starterDocument(store.catalog);
  return (
    <div class={styles.empty}>
      <div class={styles.card}>
        <h2>Build your strategy from blocks</h2>
        <p>
          A rule needs two blocks: a condition and an Entry signal. Click them on the left, or start
          from an example and change it.
        </p>
        <ul class={styles.starters}>
          <li>
            <button
              type="button"
              onClick={() => {
                ui.dialog.value = "say";
              }}
            >
              <b>Say it</b>
              <span>Write when to buy and sell. It becomes blocks.</span>
            </button>
          </li>
          {starter && (
            <li>
              <button type="button" onClick={() => use("A first rule", starter)}>
                <b>RSI → crosses above 30 → Buy</b>
                <span>The smallest complete rule: three connected blocks.</span>
              </button>
            </li>
          )}
          {engine.TEMPLATES.slice(0, 3).map((template) => (
            <li key={template.id}>
              <button type="button" onClick={() => use(template.name, template.document)}>
                <b>{template.name}</b>
                <span>{template.summary}</span>
              </button>
            </li>
          ))}
        </ul>
        <p>
          <TextButton plain onClick={() => focusPanel(ui, "search")}>
            Pick the first block
          </TextButton>{" "}
          or press <kbd>/</kbd>
        </p>
      </div>
    </div>
  );
}
