import { Skeleton } from "../../ui/Skeleton.tsx";
import styles from "./ResultChart.module.css.ts";

/** The place of the candles while they are on their way. */
export function ResultChartSkeleton() {
  return (
    <div class={styles.chart} aria-hidden="true">
      <Skeleton class={styles.skeleton} />
    </div>
  );
}
