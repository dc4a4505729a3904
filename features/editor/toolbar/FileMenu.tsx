/** The strategy as a file: downloaded to keep or hand on, or opened from one. */
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { downloadStrategy, openStrategyFile } from "../session/strategy_files.ts";
import { usePopover } from "../parts/use_popover.ts";

export function FileMenu() {
  const parts = useEditor();
  const { store } = parts;
  const open = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const { root, close } = usePopover(open);
  const toggle = () => {
    open.value = !open.peek();
    if (open.peek()) requestAnimationFrame(() => items()[0]?.focus());
  };
  const items = () => [
    ...root.current?.querySelectorAll<HTMLElement>(".ed-menu button:enabled") ?? [],
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open.peek()) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Escape") {
      close(true);
      event.stopPropagation();
    } else if (step !== 0) {
      const all = items();
      const at = all.indexOf(globalThis.document.activeElement as HTMLElement);
      all[(at + step + all.length) % all.length]?.focus();
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div class="ed-file" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="ed-button"
        data-opens="popover"
        aria-label="File"
        aria-expanded={open.value}
        title="Download the strategy, or open one from a file"
        onClick={toggle}
      >
        <Icon name={ICON.file} size={16} />
        <span class="ed-wide-only">File</span>
      </button>
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
      {open.value && (
        <div class="ed-popover ed-menu" role="group" aria-label="File">
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
          <p class="ed-quiet ed-menu-foot">
            A file can also be dropped on the canvas, and copied blocks pasted as text.
          </p>
        </div>
      )}
    </div>
  );
}
