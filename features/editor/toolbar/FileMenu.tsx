/** The strategy as a file: downloaded to keep or hand on, or opened from one. */
import { Button } from "../../../ui/Button.tsx";
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { stepFocus } from "../../../ui/step_focus.ts";
import { ICON } from "../parts/icons.ts";
import { downloadStrategy, openStrategyFile } from "../session/strategy_files.ts";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./FileMenu.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

export function FileMenu() {
  const parts = useEditor();
  const { store } = parts;
  const open = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...list.current?.querySelectorAll<HTMLElement>("button:enabled") ?? []];
  const toggle = () => {
    open.value = !open.peek();
    if (open.peek()) requestAnimationFrame(() => items()[0]?.focus());
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="Strategy file"
        hidden
        onChange={(event) => {
          const { files } = event.currentTarget;
          const file = files?.[0];
          if (file) void openStrategyFile(parts, file);
          // The same file may be chosen again once it has been mended.
          event.currentTarget.value = "";
        }}
      />
      <Popover
        open={open}
        class={styles.file}
        panelClass={toolbarStyles.menu}
        part="menu"
        label="File"
        onKeyDown={(event) => stepFocus(event, items)}
        opener={(opener) => (
          <Button
            {...opener}
            size="compact"
            aria-label="File"
            title="Download the strategy, or open one from a file"
            onClick={toggle}
          >
            <Icon name={ICON.file} size={16} />
            <span class={frameStyles.wideOnly}>File</span>
          </Button>
        )}
      >
        {(close) => (
          <div ref={list}>
            <button
              type="button"
              disabled={store.shown.value.blocks.length === 0}
              onClick={() => {
                close(true);
                downloadStrategy(parts);
              }}
            >
              Download as a file
            </button>
            <button
              type="button"
              disabled={store.readOnly.value}
              onClick={() => {
                close(true);
                input.current?.click();
              }}
            >
              Open a file…
            </button>
            <p class={cx(frameStyles.quiet, styles.foot)}>
              A file can also be dropped on the canvas, and copied blocks pasted as text.
            </p>
          </div>
        )}
      </Popover>
    </>
  );
}
