/** The answer beside the canvas: headline numbers and curves. */
import { Button } from "../../../ui/Button.tsx";
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { useLater } from "../session/later.ts";
import { dockPanels } from "./later_panels.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { float, type FloatingOptions } from "../../../ui/floating.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { TabList } from "../../../ui/Tabs.tsx";
import type { ChartView } from "../../../studio/chart/chart_view.ts";
import { SheetHead } from "../parts/SheetHead.tsx";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import {
  type DockChoice,
  type DockTab,
  initialDock,
  rememberDock,
  type Screen,
} from "./dock_choice.ts";
import { DockGrip, roomOf } from "./DockGrip.tsx";
import { Brief, Headlines } from "./Headlines.tsx";
import { LiveCharts } from "./LiveCharts.tsx";
import { ContextChips } from "../toolbar/ContextChips.tsx";
import { liveObstacle, LiveState } from "./LiveState.tsx";
import dockStyles from "../styles/dock.module.css.ts";
import styles from "./ResultDock.module.css.ts";

const PANELS = {
  funnel: "From candles to trades",
  trades: "Trades of the live result",
} as const;

/** In a page. */
const INITIAL: DockChoice = { open: true, height: null, tab: "result" };

/** What the dock shows. */
const TABS: readonly { readonly value: DockTab; readonly label: string }[] = [{
  value: "result",
  label: "Result",
}, { value: "chart", label: "Chart" }];

/** The styles make a sheet of it on narrow screens, wherever it is placed. */
const PLACING: FloatingOptions = { placement: "top-end", gap: 6, outset: 12, fitsHeight: true };

/**
 * With `inPage` it is part of a page that scrolls: always open, as tall as the page says. With `stacked` as well it is the
 * editor's own page, which has what the result assumes in its bar.
 */
export function ResultDock(
  { inPage = false, stacked = false }: { readonly inPage?: boolean; readonly stacked?: boolean },
) {
  const { live, store, ui } = useEditor();
  const dock = useRef<HTMLElement>(null);
  const head = useRef<HTMLElement>(null);
  const choice = useSignal(
    inPage ? INITIAL : initialDock(browserStorage(), screenNow()),
  );
  const room = useSignal(roomOf(null));
  const isFull = useSignal(false);
  const panel = useSignal<keyof typeof PANELS | null>(null);
  const tab = useSignal(choice.peek().tab);
  const id = useId();
  const { open, height } = choice.value;
  /** What the chart is set to, for the next time it is opened. */
  const view = useRef<ChartView | null>(null);

  const choose = (part: Partial<typeof choice.value>) => {
    choice.value = { ...choice.peek(), ...part };
    if (!inPage) rememberDock(browserStorage(), screenNow(), choice.peek());
  };
  useSignalEffect(() => {
    if (tab.value !== choice.peek().tab) choose({ tab: tab.value });
  });
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
  const shown = panel.value;
  const closePanel = () => {
    panel.value = null;
  };
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
        {open && (
          <div class={styles.tabs}>
            <TabList id={id} label="Live result" tabs={TABS} value={tab} size="compact" />
          </div>
        )}
        {!open && <Brief id={`${id}-brief`} />}
        {!isEmpty && <LiveState obstacle={obstacle} />}
        <span class={dockStyles.space} />
        {open && ui.gauge.value && <ui.gauge.value />}
        {inPage && !stacked && (
          <div class={styles.assumes}>
            <ContextChips />
          </div>
        )}
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
          id={`${id}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-${tab.value}`}
          data-stale={live.stale.value &&
            (!live.subject.ready.value || live.refusal.value !== null)}
        >
          {tab.value === "chart" && !isEmpty
            ? (
              <div class={styles.chart}>
                <LaterChart kept={view} />
              </div>
            )
            : (
              <>
                <Headlines listed={panel.value === "trades"} onList={() => toggle("trades")} />
                <LiveCharts instead={isEmpty && <LiveState obstacle={obstacle} />} />
              </>
            )}
          {shown && (
            <Panel
              key={shown}
              label={PANELS[shown]}
              anchor={head}
              onClose={closePanel}
            >
              <LaterDockPanel panel={shown} onUnreachable={closePanel} />
            </Panel>
          )}
        </div>
      )}
    </section>
  );
}

/** The chart, which is loaded when it is first looked at. */
function LaterChart({ kept }: { readonly kept: { current: ChartView | null } }) {
  const part = useSignal<typeof import("./ChartTab.tsx") | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    void import("./ChartTab.tsx").then((loaded) => {
      part.value = loaded;
    }, () => {
      failed.value = true;
    });
  }, []);
  if (failed.value) {
    return <p class={styles.note}>The chart could not be loaded. Reload the page.</p>;
  }
  return part.value ? <part.value.ChartTab kept={kept} /> : <Skeleton class={styles.loading} />;
}

/** What a panel shows, from the first time that one is opened. */
function LaterDockPanel(
  { panel, onUnreachable }: {
    readonly panel: keyof typeof PANELS;
    readonly onUnreachable: () => void;
  },
) {
  const loaded = useLater(dockPanels, true, onUnreachable);
  if (!loaded) return <Skeleton class={styles.loading} />;
  return panel === "funnel" ? <loaded.FunnelPanel /> : <loaded.TradesPanel />;
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

function screenNow(): Screen {
  return globalThis.matchMedia?.("(max-width: 820px)").matches ? "phone" : "wide";
}
