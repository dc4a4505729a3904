/** Parts that are seen once a person selects or asks for something: loaded when the page is touched first, not to open it. */
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { dockPanels } from "./live/later_panels.ts";
import { later, onFirstTouch, useLater } from "./session/later.ts";
import { useEditor } from "./session/context.ts";
import frameStyles from "./styles/frame.module.css.ts";
import sidePanelsStyles from "./styles/side_panels.module.css.ts";
import styles from "./FirstTouch.module.css.ts";

const parts = later(() => import("./first_touch.ts"));

/** The settings of what is selected; until they are there, their place. */
export function LaterInspector({ isOpen }: { readonly isOpen: boolean }) {
  const editor = useEditor();
  const { ui } = editor;
  const loaded = useLater(parts, isOpen || ui.sheet.value === "inspector", () => {
    ui.sheet.value = null;
  });
  useEffect(() =>
    onFirstTouch(() => {
      // What cannot be had now is asked for again, and told, when it is to be seen.
      parts.load().catch(() => {});
      // The choices of a chip, too: what is typed for them must not wait.
      import("./canvas/ChipPanel.tsx").catch(() => {});
      // So that what belongs to the result is there without a connection, too.
      dockPanels.load().catch(() => {});
    }), []);
  useEffect(() => {
    loaded?.countTrials(editor);
    return loaded?.keepFrame(ui);
  }, [loaded]);
  const id = useId();
  /** Where focus was to go before there was anything to focus, and what was typed since. */
  const wanted = useRef<"settings" | "label" | null>(null);
  const typed = useRef("");
  useLayoutEffect(() => {
    if (loaded) {
      if (!wanted.current) return;
      ui.focus[wanted.current]?.();
      const field = globalThis.document.activeElement;
      if (typed.current === "" || !(field instanceof HTMLInputElement)) return;
      field.value = typed.current;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    for (const target of ["settings", "label"] as const) {
      ui.focus[target] = () => {
        globalThis.document.getElementById(id)?.focus();
        wanted.current = target;
      };
    }
  }, [loaded]);
  return loaded ? <loaded.Inspector /> : (
    <aside
      class={sidePanelsStyles.inspector}
      data-part="inspector"
      aria-label="Settings"
      aria-busy="true"
      data-open={ui.sheet.value === "inspector"}
    >
      {/* Takes what is typed until there is a field for it, so that no letter becomes a shortcut. */}
      <input
        id={id}
        class={frameStyles.unseen}
        tabIndex={-1}
        aria-label="Loading"
        onInput={({ currentTarget }) => {
          typed.current = currentTarget.value;
        }}
        onBlur={() => {
          // Not because the field is there that it was meant for.
          if (!parts.loaded.peek()) wanted.current = null;
        }}
      />
      <Skeleton class={styles.loading} />
    </aside>
  );
}

/** Connecting by keys. */
export function LaterConnectDialog() {
  const { ui } = useEditor();
  const loaded = useLater(parts, ui.dialog.value === "connect", () => {
    ui.dialog.value = null;
  });
  return loaded && <loaded.ConnectDialog />;
}
