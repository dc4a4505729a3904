/** Below the canvas: whether the strategy can run, what is to fix, and how it reads in plain English. */
import { Fragment, type RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { blockById } from "../../../studio/document/document.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import { Button } from "../../../ui/Button.tsx";
import { AddCondition } from "../say/AddCondition.tsx";
import { loadSay } from "../say/say_module.ts";
import { showParam } from "../session/show_param.ts";
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
      <EditAsText />
    </div>
  );
}

function EditAsText() {
  const { store, ui } = useEditor();
  if (store.readOnly.value) return null;
  const isEmpty = store.document.value.blocks.length === 0;
  return (
    <Button
      variant="ghost"
      size="compact"
      icon="pencil"
      class={styles.edit}
      onPointerEnter={() => void loadSay().catch(() => {})}
      onClick={() => {
        ui.dialog.value = "say";
      }}
    >
      {isEmpty ? "Say it" : "Edit as text"}
    </Button>
  );
}

/**
 * Each phrase leads to its block, each value to its field, and the selected block's phrase is marked. Conditions are added behind
 * what they are joined to.
 */
function Sentence() {
  const { store, ui } = useEditor();
  const parts = store.sentence.value;
  const selected = store.selectedBlocks.value;
  const line = useRef<HTMLDivElement>(null);
  const isCut = useIsCut(line);
  const show = (blockId: string, param: string | null) => {
    if (param !== null) return showParam({ store, ui }, blockId, param);
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
  const said = new Set(parts.map(({ ends }) => ends));
  return (
    <div ref={line} class={statusStyles.sentence} data-part="sentence" data-cut={isCut.value}>
      {parts.map(({ text, blockId, param, ends }, i) => (
        <Fragment key={i}>
          {blockId === null ? text : (
            <span
              role="button"
              tabIndex={0}
              class={param === null ? styles.phrase : cx(styles.phrase, styles.value)}
              data-on={selected.has(blockId)}
              data-value={param ?? undefined}
              aria-label={param === null ? undefined : `${text}: ${labelOf(store, blockId, param)}`}
              onClick={() => show(blockId, param)}
              onKeyDown={(event: KeyboardEvent) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                show(blockId, param);
              }}
            >
              {text}
            </span>
          )}
          {ends && (
            <>
              <AddCondition
                clause={ends}
                join="and"
                words="+ and …"
                label={`${VERB[ends]} when … and`}
              />
              <AddCondition
                clause={ends}
                join="or"
                words="+ or …"
                label={`${VERB[ends]} when … or`}
              />
            </>
          )}
        </Fragment>
      ))}
      {(["entry", "exit"] as const).filter((clause) => !said.has(clause)).map((clause) => (
        <AddCondition
          key={clause}
          clause={clause}
          join="and"
          words={`+ ${VERB[clause].toLowerCase()} when …`}
          label={`${VERB[clause]} when`}
        />
      ))}
    </div>
  );
}

const VERB = { entry: "Buy", exit: "Sell" } as const;

/** "Period of RSI". */
function labelOf(store: EditorStore, blockId: string, param: string): string {
  const type = blockById(store.shown.value, blockId)?.type;
  const spec = store.catalog(type ?? "")?.params.find(({ name }) => name === param);
  return `${spec?.label ?? param} of ${store.nameOf(blockId)}`;
}

/** Whether some of a text lies beyond its two lines. While it is looked at it stands in full, and says nothing about that. */
function useIsCut(element: RefObject<HTMLElement | null>): ReadonlySignal<boolean> {
  const isCut = useSignal(false);
  const measure = () => {
    const shown = element.current;
    if (!shown || shown.matches(":hover, :focus-within")) return;
    isCut.value = shown.scrollHeight > shown.clientHeight + 1;
  };
  useLayoutEffect(measure);
  useEffect(() => {
    if (!element.current || !("ResizeObserver" in globalThis)) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return isCut;
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
