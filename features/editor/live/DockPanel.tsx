/** A card above the dock's head; it takes focus, and closes with Escape or a press elsewhere. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { float, type FloatingOptions } from "../../../ui/floating.ts";
import { SheetHead } from "../parts/SheetHead.tsx";
import { FunnelPanel } from "./FunnelPanel.tsx";
import { TradesPanel } from "./TradesPanel.tsx";
import styles from "./ResultDock.module.css.ts";

const PANELS = {
  funnel: { label: "From candles to trades", Content: FunnelPanel },
  trades: { label: "Trades of the live result", Content: TradesPanel },
} as const;

export type DockPanelName = keyof typeof PANELS;

/** The styles make a sheet of it on narrow screens, wherever it is placed. */
const PLACING: FloatingOptions = { placement: "top-end", gap: 6, outset: 12, fitsHeight: true };

export function DockPanel(
  { panel, anchor, onClose }: {
    readonly panel: DockPanelName;
    readonly anchor: RefObject<HTMLElement | null>;
    readonly onClose: () => void;
  },
) {
  const { label, Content } = PANELS[panel];
  const card = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    card.current?.focus();
    const elsewhere = (event: PointerEvent) => {
      const target = event.target as Element;
      // The buttons that open a panel close it themselves.
      if (!card.current?.contains(target) && !target.closest("[aria-expanded]")) onClose();
    };
    document.addEventListener("pointerdown", elsewhere);
    const head = anchor.current!;
    // Over the canvas at most, not over the bar above it.
    const boundary = head.closest("section")!.parentElement!;
    const stop = float(head, card.current!, { ...PLACING, boundary });
    return () => {
      stop();
      document.removeEventListener("pointerdown", elsewhere);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside
      ref={card}
      class={styles.panel}
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <SheetHead title={label} onClose={onClose} />
      <Content />
    </aside>
  );
}
