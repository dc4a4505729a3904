/** Parts that are seen once a person selects or asks for something: loaded when the page is touched first, not to open it. */
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { dockPanels } from "./live/later_panels.ts";
import { TypedAhead } from "./parts/TypedAhead.tsx";
import { later, onFirstTouch, useLater } from "./session/later.ts";
import { useEditor } from "./session/context.ts";
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
      // So that what belongs to the result is there without a connection, too.
      dockPanels.load().catch(() => {});
    }), []);
  useEffect(() => loaded?.countTrials(editor), [loaded]);
  const id = useId();
  /** Where focus was to go before there was anything to focus, and what was typed since. */
  const wanted = useRef<"settings" | "label" | null>(null);
  const typed = useRef("");
  useLayoutEffect(() => {
    if (loaded) {
      if (wanted.current) ui.focus[wanted.current]?.();
      wanted.current = null;
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
      <TypedAhead
        id={id}
        onType={(text) => {
          typed.current = text;
        }}
        onLeave={() => {
          // Not because the field is there that it was meant for.
          if (parts.loaded.peek()) return;
          wanted.current = null;
          typed.current = "";
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
