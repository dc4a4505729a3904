/** The version history: open one to look at it, or compare it with the canvas. */
import { Button } from "../../../ui/Button.tsx";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Signal, signal, useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { sayUnreachable } from "../session/later.ts";
import type { VersionList as VersionListComponent } from "../versions/VersionList.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { stepFocus } from "../../../ui/step_focus.ts";
import moreStyles from "./MoreTools.module.css.ts";
import styles from "./VersionMenu.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

/** What the menu holds, loaded when it first opens. */
const list: Signal<typeof VersionListComponent | null> = signal(null);

export function VersionMenu() {
  const { store, saving, ui } = useEditor();
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    ui.focus.history = () => {
      const button = root.current?.querySelector<HTMLElement>("[aria-expanded]");
      button?.focus();
      // In a narrow bar it is behind another button.
      if (document.activeElement === button) return;
      document.querySelector<HTMLElement>('[data-part="more"]')?.focus();
    };
  }, []);

  const show = async () => {
    open.value = true;
    try {
      list.value ??= (await import("../versions/VersionList.tsx")).VersionList;
    } catch {
      open.value = false;
      sayUnreachable(store);
    }
  };
  // Whoever has gone on while the list came keeps focus.
  const takeFocus = () => {
    const box = root.current;
    if (!box?.contains(globalThis.document.activeElement)) return;
    linesOf(box)[0]?.focus();
  };
  const current = saving.saved.value?.versionNumber;
  const List = list.value;
  return (
    <div ref={root} class={styles.versions}>
      <Popover
        open={open}
        panelClass={toolbarStyles.menu}
        part="menu"
        label="Versions"
        onKeyDown={(event) => stepFocus(event, () => linesOf(root.current))}
        opener={(opener) => (
          <Button
            {...opener}
            size="compact"
            disabled={current === undefined}
            aria-label="History"
            title="Versions of this strategy"
            onClick={() => {
              if (open.peek()) open.value = false;
              else void show();
            }}
          >
            <Icon name="history" size={16} />
            <span class={moreStyles.words}>History</span>
            <Icon name="chevron-down" size={14} />
          </Button>
        )}
      >
        {(close) =>
          List
            ? <List onClose={() => close(true)} onReady={takeFocus} />
            : <p class={styles.skeletonLines} aria-label="Loading" />}
      </Popover>
    </div>
  );
}

/** The versions, each by its first button; the one beside it is a Tab away. */
function linesOf(root: HTMLElement | null): HTMLElement[] {
  return [...root?.querySelectorAll<HTMLElement>('[data-part="version-open"]') ?? []];
}
