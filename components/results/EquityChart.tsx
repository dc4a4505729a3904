/** Equity beside buy and hold, and the drawdown below it, on one time axis. Drawn after the page is painted. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { THEME_EVENT } from "../shell/theme.ts";
import { dateTime, money, pair, percent } from "../format.ts";
import { Card } from "../ui/Card.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { useZone } from "../ui/Time.tsx";
import { chartColumns } from "./chart_data.ts";
import type { DrawnCharts } from "./draw_charts.ts";
import type { RunResult } from "./result.ts";

export function EquityChart({ result, asset }: { result: RunResult; asset: string }) {
  const zone = useZone();
  const columns = useMemo(() => chartColumns(result), [result]);
  const equity = useRef<HTMLDivElement>(null);
  const drawdown = useRef<HTMLDivElement>(null);
  const drawn = useSignal(false);
  const pointed = useSignal<number | null>(null);
  const row = useComputed(() => pointed.value ?? columns.time.length - 1);

  useEffect(() => {
    let charts: DrawnCharts | null = null;
    let left = false;
    const draw = async () => {
      const { drawCharts } = await import("./draw_charts.ts");
      if (left || !equity.current || !drawdown.current) return;
      charts?.destroy();
      charts = drawCharts({
        equity: equity.current,
        drawdown: drawdown.current,
        columns,
        zone,
        onPoint: (index) => {
          pointed.value = index;
        },
      });
      drawn.value = true;
    };
    void draw();
    document.addEventListener(THEME_EVENT, draw);
    return () => {
      left = true;
      document.removeEventListener(THEME_EVENT, draw);
      charts?.destroy();
    };
  }, [columns, zone]);

  const at = row.value;
  const value = columns.equity[at] ?? null;
  const hold = columns.hold[at] ?? null;
  const start = result.settings.initial_capital;
  return (
    <Card title="Equity" id="equity" pad={false} actions={<ChartHint />}>
      <dl class="chart-legend" aria-hidden="true">
        <div>
          <dt>Time</dt>
          <dd>{at >= 0 ? dateTime((columns.time[at] ?? 0) * 1000, zone) : "–"}</dd>
        </div>
        <div class="legend-strategy">
          <dt>Strategy</dt>
          <dd>
            {money(value)} <span>{value === null ? "" : percent(value / start - 1)}</span>
          </dd>
        </div>
        <div class="legend-hold">
          <dt>Holding {pair(asset).base}</dt>
          <dd>
            {money(hold)} <span>{hold === null ? "" : percent(hold / start - 1)}</span>
          </dd>
        </div>
        <div class="legend-drawdown">
          <dt>Drawdown</dt>
          <dd>{percent(columns.drawdown[at] ?? null)}</dd>
        </div>
      </dl>
      <figure class="charts" aria-label={summaryWords(result, asset)} role="img">
        <div class="chart chart-equity" ref={equity}>
          {!drawn.value && <Skeleton class="chart-skeleton" />}
        </div>
        <div class="chart chart-drawdown" ref={drawdown}>
          {!drawn.value && <Skeleton class="chart-skeleton" />}
        </div>
      </figure>
    </Card>
  );
}

function ChartHint() {
  return <span class="chart-hint">Drag to zoom, double-click for all of it</span>;
}

/** What the curves show, for whoever cannot see them. */
function summaryWords({ metrics, settings }: RunResult, asset: string): string {
  const end = settings.initial_capital * (1 + (metrics.total_return ?? 0));
  return `Curves of the strategy and of holding ${pair(asset).base}. The strategy ends at ${
    money(end)
  } (${percent(metrics.total_return)}), holding at ${
    percent(metrics.buy_and_hold_return)
  }. The deepest drawdown is ${percent(metrics.max_drawdown)}.`;
}

/** The place of the charts while the result is on its way: the same shape. */
export function EquityChartSkeleton() {
  return (
    <Card title="Equity" pad={false} actions={<ChartHint />}>
      <div class="chart-legend">
        <Skeleton class="legend-skeleton" />
      </div>
      <div class="charts">
        <div class="chart chart-equity">
          <Skeleton class="chart-skeleton" />
        </div>
        <div class="chart chart-drawdown">
          <Skeleton class="chart-skeleton" />
        </div>
      </div>
    </Card>
  );
}
