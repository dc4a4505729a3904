import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";

/** The place of the charts while the result is on its way: the same shape. */
export function EquityChartSkeleton() {
  return (
    <Card title="Equity, drawdown and price" pad={false} actions={<ChartHint />}>
      <div class="chart-legend">
        <Skeleton class="legend-skeleton" />
      </div>
      <div class="charts">
        {["equity", "drawdown", "price"].map((pane) => (
          <div key={pane} class={`chart chart-${pane}`}>
            <Skeleton class="chart-skeleton" />
          </div>
        ))}
      </div>
    </Card>
  );
}

export function ChartHint() {
  return <span class="chart-hint">Drag to zoom, double-click to reset</span>;
}
