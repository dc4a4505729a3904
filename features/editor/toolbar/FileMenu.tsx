/** The strategy as a file: downloaded to keep or hand on, or opened from one. */
import { Button } from "../../../ui/Button.tsx";
import { useRef } from "preact/hooks";
import { useEditor } from "../session/context.ts";
import { withFiles } from "../session/later_files.ts";
import { ToolMenu } from "./ToolMenu.tsx";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./FileMenu.module.css.ts";

export function FileMenu() {
  const parts = useEditor();
  const { store } = parts;
  const input = useRef<HTMLInputElement>(null);
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
          if (file) withFiles(store, (read) => void read.openStrategyFile(parts, file));
          // The same file may be chosen again once it has been mended.
          event.currentTarget.value = "";
        }}
      />
      <ToolMenu
        label="File"
        opener={(opener) => (
          <Button
            {...opener}
            size="compact"
            aria-label="File"
            title="Download the strategy, or open one from a file"
          >
            File
          </Button>
        )}
      >
        {(close) => (
          <>
            <button
              type="button"
              disabled={store.shown.value.blocks.length === 0}
              onClick={() => {
                close(true);
                withFiles(store, (files) => files.downloadStrategy(parts));
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
          </>
        )}
      </ToolMenu>
    </>
  );
}
