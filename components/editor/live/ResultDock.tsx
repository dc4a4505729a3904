/** The answer beside the canvas: headline numbers, curves, and what they assume. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { date, money, percent } from "../../format.ts";
import { Term } from "../../learn/Term.tsx";
import { metricCards } from "../../results/metric_words.ts";
import { useEditor } from "../context.ts";
import { Icon } from "../icons.tsx";
import { FunnelPanel } from "./FunnelPanel.tsx";
import { LiveCharts } from "./LiveCharts.tsx";
import { LiveSettingsForm } from "./LiveSettingsForm.tsx";
import type { LiveSession } from "./live_session.ts";

/** The figures that fit beside a chart, the most asked-for first. */
const HEADLINES = [
  "total_return",
  "max_drawdown",
  "num_trades",
  "win_rate",
  "sharpe",
  "profit_factor",
];

const LEAST_HEIGHT = 150;
const USUAL_HEIGHT = 264;
const HEIGHT_KEY = "blockbuilders.dock";

export function ResultDock() {
  const { live } = useEditor();
  const dock = useRef<HTMLElement>(null);
  const height = useSignal(rememberedHeight());
  const open = useSignal(height.peek() > 0);
  const panel = useSignal<"settings" | "funnel" | null>(null);
  useSignalEffect(() => remember(open.value ? height.value : 0));

  const resize = (next: number) => {
    const most = Math.max(LEAST_HEIGHT, (dock.current?.parentElement?.clientHeight ?? 700) - 160);
    height.value = Math.round(Math.min(Math.max(LEAST_HEIGHT, next), most));
  };
  return (
    <section
      ref={dock}
      class="live-dock"
      aria-label="Live result"
      data-open={open.value}
      style={open.value ? { height: `${height.value}px` } : undefined}
    >
      {open.value && (
        <div
          class="live-grip"
          role="separator"
          tabIndex={0}
          aria-orientation="horizontal"
          aria-label="Height of the live result"
          aria-valuemin={LEAST_HEIGHT}
          aria-valuemax={900}
          aria-valuenow={height.value}
          onPointerDown={(event) => drag(event, height.peek(), resize)}
          onKeyDown={(event: KeyboardEvent) => {
            const by = event.key === "ArrowUp" ? 24 : event.key === "ArrowDown" ? -24 : 0;
            if (by === 0) return;
            event.preventDefault();
            event.stopPropagation();
            resize(height.peek() + by);
          }}
        />
      )}
      <header class="live-head">
        <button
          type="button"
          class="live-toggle"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
            if (open.value && height.peek() < LEAST_HEIGHT) height.value = USUAL_HEIGHT;
          }}
        >
          <Icon name={open.value ? "down" : "up"} size={14} />
          Live result
        </button>
        <State live={live} />
        <span class="live-space" />
        <button
          type="button"
          class="live-assumes"
          aria-expanded={panel.value === "settings"}
          onClick={() => {
            panel.value = panel.value === "settings" ? null : "settings";
          }}
        >
          {assumptions(live)}
        </button>
        <button
          type="button"
          class="ed-button"
          aria-expanded={panel.value === "funnel"}
          disabled={live.answer.value === null}
          onClick={() => {
            panel.value = panel.value === "funnel" ? null : "funnel";
            if (panel.value === "funnel") live.findMisses();
          }}
        >
          {live.answer.value?.metrics.num_trades === 0 ? "Why no trade?" : "Why these trades?"}
        </button>
      </header>
      {open.value && (
        <div
          class="live-body"
          data-stale={live.stale.value &&
            (!live.subject.ready.value || live.refusal.value !== null)}
        >
          <Headlines />
          <LiveCharts />
          {panel.value !== null && (
            <Panel
              label={panel.value === "settings"
                ? "What the result assumes"
                : "From candles to trades"}
              onClose={() => {
                panel.value = null;
              }}
            >
              {panel.value === "settings" ? <LiveSettingsForm /> : <FunnelPanel />}
            </Panel>
          )}
        </div>
      )}
    </section>
  );
}

/** A card above the dock; it takes the keyboard, and closes with Escape or a press elsewhere. */
function Panel(
  { label, onClose, children }: {
    readonly label: string;
    readonly onClose: () => void;
    readonly children: ComponentChildren;
  },
) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    card.current?.focus();
    const elsewhere = (event: PointerEvent) => {
      const target = event.target as Element;
      // The buttons that open a panel close it themselves.
      if (!card.current?.contains(target) && !target.closest("[aria-expanded]")) onClose();
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside
      ref={card}
      class="live-panel"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </aside>
  );
}

/** What stands in the way of an answer, if anything does. */
function State({ live }: { live: LiveSession }) {
  const { store } = useEditor();
  const candles = live.candles.value;
  const blocks = store.shown.value.blocks.length;
  const { broken } = live;
  const words = broken.value !== null
    ? broken.value
    : candles.kind === "failed"
    ? candles.message
    : candles.kind !== "ready"
    ? "Loading candles …"
    : blocks === 0
    ? "Add blocks, and the answer appears here."
    : !live.subject.ready.value
    ? live.answer.value
      ? "Something is to fix first; this is the last answer."
      : "Something is to fix first."
    : live.refusal.value;
  const failed = broken.value === null && candles.kind === "failed";
  return (
    <>
      <span
        class="live-state"
        role="status"
        data-tone={failed || broken.value !== null ? "bad" : undefined}
      >
        {words}
      </span>
      {failed && (
        <button type="button" class="ed-button" onClick={() => live.retry()}>Try again</button>
      )}
    </>
  );
}

/** "BTC/USDT 1h · 1 Jan 2021 – 31 Dec 2021 · 10,000 USDT · fee 0.1 %, slippage 0.05 %" */
function assumptions(live: LiveSession): string {
  const { capital, feePercent, slippagePercent } = live.settings.value;
  const { asset, timeframe } = live.subject;
  const range = live.range.value;
  const days = range ? `${date(range.from)} – ${date(range.to)}` : "no candles";
  const synthetic = live.subject.synthetic ? " (synthetic)" : "";
  return `${asset}${synthetic} ${timeframe} · ${days} · ${
    money(capital, { digits: 0 })
  } · fee ${feePercent} %, slippage ${slippagePercent} %`;
}

function Headlines() {
  const { live } = useEditor();
  const answer = live.answer.value;
  const cards = metricCards(answer?.metrics ?? {}, live.settings.value.capital);
  return (
    <dl class="live-figures">
      {HEADLINES.map((key) => cards.find((card) => card.key === key)!).map((card) => (
        <div key={card.key} data-metric={card.key}>
          <dt>
            <Term name={card.key} />
          </dt>
          <dd class={answer ? card.tone : undefined}>{answer ? card.value : "–"}</dd>
          {card.key === "total_return" && (
            <dd class="live-figure-note">
              {answer ? `Holding ${percent(answer.metrics.buy_and_hold_return)}` : "\u00a0"}
            </dd>
          )}
          {card.key === "num_trades" && (
            <dd class="live-figure-note">{answer ? card.note ?? "\u00a0" : "\u00a0"}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function drag(event: PointerEvent, from: number, resize: (height: number) => void): void {
  const grip = event.currentTarget as HTMLElement;
  const start = event.clientY;
  grip.setPointerCapture(event.pointerId);
  const move = (moved: PointerEvent) => resize(from + start - moved.clientY);
  const end = () => {
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("lostpointercapture", end);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", end);
}

function rememberedHeight(): number {
  try {
    const kept = localStorage.getItem(HEIGHT_KEY);
    return kept === null ? USUAL_HEIGHT : Number(kept) || 0;
  } catch {
    return USUAL_HEIGHT;
  }
}

function remember(height: number): void {
  try {
    localStorage.setItem(HEIGHT_KEY, String(height));
  } catch {
    // A browser that keeps nothing shows the usual height.
  }
}
