/** The whole strategy in words: written, pasted, or changed as a text. */
import { useMemo } from "preact/hooks";
import { describeStrategy, type StrategyDocument } from "../../../engine/mod.ts";
import { BuildButton } from "../../../components/say/BuildButton.tsx";
import { SayBox } from "../../../components/say/SayBox.tsx";
import { SAY_EXAMPLE } from "../../../components/say/examples.ts";
import { withPlaces } from "../../../studio/canvas/layout.ts";
import { SayField } from "../../../studio/say/say_field.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { useEditor } from "../session/context.ts";
import { loadSay, sayModule } from "./say_module.ts";
import { forgetUnbuilt, keepUnbuilt, unbuiltText } from "./unbuilt.ts";
import styles from "./SayDialog.module.css.ts";

export function SayDialog() {
  const { store, ui } = useEditor();
  const close = () => {
    if (ui.dialog.peek() === "say") ui.dialog.value = null;
  };
  const isEmpty = store.document.value.blocks.length === 0;
  return (
    <Dialog
      wide
      open={ui.dialog.value === "say"}
      title={isEmpty ? "Say it" : "Edit as text"}
      onClose={close}
    >
      <SayForm onClose={close} />
    </Dialog>
  );
}

function SayForm({ onClose }: { onClose: () => void }) {
  const { store, ui } = useEditor();
  const document = store.document.value;
  const field = useMemo(() => {
    const before = store.document.peek();
    return new SayField("strategy", unbuiltText(before) ?? textOf(before));
  }, []);
  const build = () => {
    const say = sayModule.peek();
    const reading = field.reading.peek();
    if (!say || reading.kind !== "strategy") return;
    const before = store.document.peek();
    const next = before.blocks.length === 0
      ? withPlaces(reading.document, store.catalog)
      : say.rebuilt(before, reading.document, store.catalog, store.roomBelow.peek());
    store.replaceWith(next, "Build from words");
    // What could not be put in place is said, and stays here to be changed.
    if (store.document.peek() !== next) return;
    forgetUnbuilt(before);
    store.say("Built from your words. Undo brings back what was there.");
    onClose();
    requestAnimationFrame(() => ui.canvas.current?.fit());
  };
  return (
    <div class={styles.form} onInput={() => keepUnbuilt(document, field.text.peek())}>
      <SayBox
        field={field}
        label="When to buy, when to sell, and how much"
        placeholder={SAY_EXAMPLE}
        load={loadSay}
        takesFocus
        onSubmit={build}
      />
      <div class={styles.foot}>
        <Button variant="ghost" onClick={onClose}>Cancel</Button>
        <BuildButton field={field} label="Build it" onBuild={build} />
      </div>
    </div>
  );
}

/** The present sentences; none where there is nothing to say yet. */
function textOf(document: StrategyDocument): string {
  return document.blocks.length === 0 ? "" : describeStrategy(document).text;
}
