/** The answer beside the canvas: headline numbers and curves. */
import { Button } from "../../../ui/Button.tsx";
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentProps, ComponentType } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useLater } from "../session/later.ts";
import { dockPanels } from "./later_panels.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { TabList } from "../../../ui/Tabs.tsx";
import type { ChartView } from "../../../studio/chart/chart_view.ts";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import {
  type DockChoice,
  type DockTab,
  initialDock,
  rememberDock,
  type Screen,
} from "./dock_choice.ts";
import type { DockPanelName } from "./DockPanel.tsx";
import { DockGrip, roomOf } from "./DockGrip.tsx";
import { Brief, Headlines } from "./Headlines.tsx";
import { LiveCharts } from "./LiveCharts.tsx";
import { ContextChips } from "../toolbar/ContextChips.tsx";
import { liveObstacle, LiveState } from "./LiveState.tsx";
import dockStyles from "../styles/dock.module.css.ts";
import styles from "./ResultDock.module.css.ts";

const LATER = {
  chart: async () => (await import("./ChartTab.tsx")).ChartTab,
  markets: async () => (await import("../explore/MarketsTab.tsx")).MarketsTab,
  explore: async () => (await import("../explore/ExploreTab.tsx")).ExploreTab,
};

/** In a page. */
const INITIAL: DockChoice = { open: true, height: null, tab: "result" };

/** What the dock shows. */
const TABS: readonly { readonly value: DockTab; readonly label: string }[] = [
  {
    value: "result",
    label: "Result",
  },
  { value: "chart", label: "Chart" },
  { value: "markets", label: "Markets" },
  {
    value: "explore",
    label: "Explore",
  },
];
/** Of them in a page that scrolls: what can be looked at without being set. */
const IN_PAGE = 2;

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
  const panel = useSignal<DockPanelName | null>(null);
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
  const toggle = (which: DockPanelName) => {
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
            <TabList
              id={id}
              label="Live result"
              tabs={inPage && !stacked ? TABS.slice(0, IN_PAGE) : TABS}
              value={tab}
              size="compact"
            />
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
          {tab.value !== "result" && !isEmpty
            ? (
              <div class={tab.value === "chart" ? styles.chart : styles.part}>
                <LaterTab key={tab.value} tab={tab.value} kept={view} />
              </div>
            )
            : (
              <>
                <Headlines listed={panel.value === "trades"} onList={() => toggle("trades")} />
                <LiveCharts instead={isEmpty && <LiveState obstacle={obstacle} />} />
              </>
            )}
          {shown && <LaterDockPanel key={shown} panel={shown} anchor={head} onClose={closePanel} />}
        </div>
      )}
    </section>
  );
}

/** What a tab shows, loaded when it is first looked at. */
function LaterTab(
  { tab, kept }: {
    readonly tab: Exclude<DockTab, "result">;
    readonly kept: { current: ChartView | null };
  },
) {
  const part = useSignal<ComponentType<{ kept: typeof kept }> | "failed" | null>(null);
  useEffect(() => {
    LATER[tab]().then((loaded) => {
      part.value = loaded;
    }, () => {
      part.value = "failed";
    });
  }, []);
  const Shown = part.value;
  if (Shown === "failed") {
    return <p class={styles.note}>This could not be loaded. Reload the page.</p>;
  }
  return Shown ? <Shown kept={kept} /> : <Skeleton class={styles.loading} />;
}

/** A panel above the dock's head, from the first time that one is opened. */
function LaterDockPanel(props: ComponentProps<typeof import("./DockPanel.tsx").DockPanel>) {
  const loaded = useLater(dockPanels, true, props.onClose);
  return loaded && <loaded.DockPanel {...props} />;
}

function screenNow(): Screen {
  return globalThis.matchMedia?.("(max-width: 820px)").matches ? "phone" : "wide";
}
