/** The answer beside the canvas: headline numbers, curves, and what they assume. */
import { Button } from "../../../ui/Button.tsx";
import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { date } from "../../../text/format.ts";
import { capitalText } from "../../../text/metric_text.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { float, type FloatingOptions } from "../../../ui/floating.ts";
import { SheetHead } from "../parts/SheetHead.tsx";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import { initialDock, rememberDock, type Screen } from "./dock_choice.ts";
import { DockGrip, roomOf } from "./DockGrip.tsx";
import { FunnelPanel } from "./FunnelPanel.tsx";
import { Brief, Headlines } from "./Headlines.tsx";
import { LiveCharts } from "./LiveCharts.tsx";
import { LiveSettingsForm } from "./LiveSettingsForm.tsx";
import { liveObstacle, LiveState } from "./LiveState.tsx";
import { TradesPanel } from "./TradesPanel.tsx";
import type { LiveSession } from "../../../studio/live/live_session.ts";
import dockStyles from "../styles/dock.module.css.ts";
import styles from "./ResultDock.module.css.ts";

const PANELS = {
  settings: { label: "Settings of the live result", Content: LiveSettingsForm },
  funnel: { label: "From candles to trades", Content: FunnelPanel },
  trades: { label: "Trades of the live result", Content: TradesPanel },
} as const;

/** The styles make a sheet of it on narrow screens, wherever it is placed. */
const PLACING: FloatingOptions = { placement: "top-end", gap: 6, outset: 12, fitsHeight: true };

/** With `inPage` it is part of a page that scrolls: always open, as tall as the page says. */
export function ResultDock({ inPage = false }: { readonly inPage?: boolean }) {
  const { live, store, ui } = useEditor();
  const dock = useRef<HTMLElement>(null);
  const head = useRef<HTMLElement>(null);
  const choice = useSignal(
    inPage ? { open: true, height: null } : initialDock(browserStorage(), screenNow()),
  );
  const room = useSignal(roomOf(null));
  const isFull = useSignal(false);
  const panel = useSignal<keyof typeof PANELS | null>(null);
  const id = useId();
  const { open, height } = choice.value;

  const choose = (part: Partial<typeof choice.value>) => {
    choice.value = { ...choice.peek(), ...part };
    rememberDock(browserStorage(), screenNow(), choice.peek());
  };
  const toggle = (which: keyof typeof PANELS) => {
    panel.value = open && panel.peek() === which ? null : which;
    if (!open) choose({ open: true });
    return panel.value !== null;
  };
  useEffect(() => {
    // As it stands, which is less than what was asked for where the window is low.
    const observer = new ResizeObserver(() => {
      room.value = roomOf(dock.current);
    });
    observer.observe(dock.current!);
    observer.observe(dock.current!.parentElement!);
    return () => observer.disconnect();
  }, []);
  const shown = panel.value && PANELS[panel.value];
  const obstacle = liveObstacle(live, store);
  // With nothing to draw, what stands in the way is said where the curves will be.
  const isEmpty = open && live.answer.value === null && obstacle !== null &&
    obstacle.tone !== "busy";
  return (
    <section
      ref={dock}
      class={dockStyles.dock}
      aria-label="Live result"
      data-open={open}
      data-full={open && isFull.value}
      data-comparing={store.comparing.value !== null}
      style={open && height !== null ? { height: `${height}px` } : undefined}
    >
      {open && !inPage && (
        <DockGrip
          room={room.value}
          dock={dock}
          onResize={(next) => {
            isFull.value = false;
            choose({ height: next });
          }}
          onFull={() => {
            isFull.value = !isFull.peek();
          }}
          onClose={() => choose({ open: false })}
        />
      )}
      <header ref={head} class={dockStyles.head}>
        {inPage ? <h2 class={dockStyles.toggle}>Live result</h2> : (
          <button
            type="button"
            class={dockStyles.toggle}
            aria-describedby={`${id}-brief`}
            aria-expanded={open}
            onClick={() => {
              choose({ open: !open });
              // A canvas of another height: on a phone all of it has to be found again.
              if (screenNow() === "phone") requestAnimationFrame(() => ui.canvas.current?.fit());
            }}
          >
            <Icon name={open ? "chevron-down" : ICON.up} size={14} />
            Live result
          </button>
        )}
        {!open && <Brief id={`${id}-brief`} />}
        {!isEmpty && <LiveState obstacle={obstacle} />}
        <span class={dockStyles.space} />
        <button
          type="button"
          class={styles.assumes}
          data-part="assumptions"
          aria-expanded={open && panel.value === "settings"}
          title={assumptions(live)}
          onClick={() => toggle("settings")}
        >
          {assumptions(live)}
        </button>
        <Button
          size="compact"
          class={styles.why}
          aria-expanded={open && panel.value === "funnel"}
          disabled={live.answer.value === null}
          onClick={() => {
            if (toggle("funnel")) live.findMisses();
          }}
        >
          {live.answer.value?.metrics.num_trades === 0 ? "Why no trade?" : "Why these trades?"}
        </Button>
      </header>
      {open && live.inPage.value && (
        <p class={styles.note}>
          Your browser allows no background workers, so results are calculated in the page itself,
          which may stutter.
        </p>
      )}
      {open && (
        <div
          class={dockStyles.body}
          data-stale={live.stale.value &&
            (!live.subject.ready.value || live.refusal.value !== null)}
        >
          <Headlines listed={panel.value === "trades"} onList={() => toggle("trades")} />
          <LiveCharts instead={isEmpty && <LiveState obstacle={obstacle} />} />
          {shown && (
            <Panel
              key={shown.label}
              label={shown.label}
              anchor={head}
              onClose={() => {
                panel.value = null;
              }}
            >
              <shown.Content />
            </Panel>
          )}
        </div>
      )}
    </section>
  );
}

/** A card above the dock's head; it takes focus, and closes with Escape or a press elsewhere. */
function Panel(
  { label, anchor, onClose, children }: {
    readonly label: string;
    readonly anchor: RefObject<HTMLElement | null>;
    readonly onClose: () => void;
    readonly children: ComponentChildren;
  },
) {
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
      {children}
    </aside>
  );
}

/** "BTC/USDT 1h · 1 Jan 2021 – 31 Dec 2021 · 10,000 USDT · fee 0.1 %, slippage 0.05 %" */
function assumptions(live: LiveSession): string {
  const { capital, feePercent, slippagePercent } = live.settings.value;
  const timeframe = live.subject.timeframe.value;
  const { asset, synthetic: isSynthetic } = live.market.value;
  const range = live.range.value;
  const days = `${date(range.from)} – ${date(range.to)}`;
  const synthetic = isSynthetic ? " (synthetic)" : "";
  const preview = asset === live.subject.markets.value[0]!.asset ? "" : "Preview: ";
  return `${preview}${asset}${synthetic} ${timeframe} · ${days} · ${
    capitalText(capital)
  } · fee ${feePercent} %, slippage ${slippagePercent} %`;
}

function screenNow(): Screen {
  return globalThis.matchMedia?.("(max-width: 820px)").matches ? "phone" : "wide";
}
