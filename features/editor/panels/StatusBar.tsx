/** Below the canvas: whether the strategy can run, what is to fix, and how it reads in plain English. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { keysOf, showFault } from "../session/keyboard.ts";
import { FixButton } from "../parts/FixButton.tsx";
import { NewestMessage } from "./NewestMessage.tsx";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import statusStyles from "../styles/status.module.css.ts";
import styles from "./StatusBar.module.css.ts";

export function StatusBar() {
  return (
    <div class={statusStyles.status}>
      <Banner />
      <div class={styles.words}>
        <Sentence />
        <NewestMessage />
      </div>
    </div>
  );
}

/** Each phrase leads to its block, and the selected block's phrase is marked. */
function Sentence() {
  const { store, ui } = useEditor();
  const parts = store.sentence.value;
  const selected = store.selectedBlocks.value;
  const show = (blockId: string) => {
    store.select([blockId]);
    ui.canvas.current?.reveal(blockId);
  };
  if (parts.length === 0) {
    return (
      <p class={cx(statusStyles.sentence, frameStyles.quiet)} data-part="sentence">
        Your strategy in plain English appears here.
      </p>
    );
  }
  return (
    <p class={statusStyles.sentence} data-part="sentence">
      {parts.map(({ text, blockId }, i) =>
        blockId === null ? text : (
          <span
            key={i}
            role="button"
            tabIndex={0}
            class={styles.phrase}
            data-on={selected.has(blockId)}
            onClick={() => show(blockId)}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              show(blockId);
            }}
          >
            {text}
          </span>
        )
      )}
    </p>
  );
}

/** Walks through what is to fix, or through what is good to know when nothing is. */
function Banner() {
  const parts = useEditor();
  const { store, ui } = parts;
  const { faults, warnings, ready } = store.check.value;
  if (store.shown.value.blocks.length === 0) return null;
  const list = ready ? warnings : faults;
  if (list.length === 0) {
    return (
      <span class={statusStyles.banner} data-part="checks" data-tone="good">
        <Icon name="check" size={16} />
        Ready
      </span>
    );
  }
  const index = Math.min(ui.faultIndex.value, list.length - 1);
  const shown = list[index];
  return (
    <div
      class={statusStyles.banner}
      data-part="checks"
      data-tone={ready ? "warning" : "bad"}
      role="group"
      aria-label="Checks"
    >
      <button
        type="button"
        class={styles.bannerMain}
        title={`${shown?.message ?? ""}\nShow it (${keysOf("next_fault")})`}
        onClick={() => showFault(parts, 0)}
      >
        <Icon name={ready ? "info" : "warning"} size={16} />
        <b>
          {ready ? "Ready" : list.length === 1 ? "1 thing to fix" : `${list.length} things to fix`}
        </b>
        <span class={styles.bannerText}>{shown?.message}</span>
      </button>
      {shown && <FixButton fault={shown} />}
      {list.length > 1 && (
        <>
          <Button
            variant="ghost"
            size="compact"
            icon="chevron-left"
            aria-label="Previous"
            onClick={() => showFault(parts, -1)}
          />
          <span class={styles.bannerCount}>{index + 1}/{list.length}</span>
          <Button
            variant="ghost"
            size="compact"
            icon="chevron-right"
            aria-label="Next"
            onClick={() => showFault(parts, 1)}
          />
        </>
      )}
    </div>
  );
}
