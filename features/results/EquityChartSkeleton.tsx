import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { cx } from "../../ui/cx.ts";
import chartsStyles from "../../charts/styles/charts.module.css.ts";
import legendStyles from "../../charts/styles/legend.module.css.ts";
import styles from "./EquityChartSkeleton.module.css.ts";

/** The place of the charts while the result is on its way: the same shape. */
export function EquityChartSkeleton() {
  return (
    <Card title="Equity and drawdown" pad={false} actions={<ChartHint />}>
      <div class={legendStyles.chartLegend}>
        <Skeleton class={styles.legendSkeleton} />
      </div>
      <div class={chartsStyles.charts}>
        {(["equity", "drawdown"] as const).map((pane) => (
          <div key={pane} class={cx(chartsStyles.chart, chartsStyles[pane])}>
            <Skeleton class={chartsStyles.skeleton} />
          </div>
        ))}
      </div>
    </Card>
  );
}

export function ChartHint() {
  return <span class={chartsStyles.hint}>Drag to zoom, double-click to reset</span>;
}
