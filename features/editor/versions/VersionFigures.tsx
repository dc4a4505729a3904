import { Sparkline } from "../../../components/pictures/Sparkline.tsx";
import type { VersionResult } from "../../../studio/versions/version_results.ts";
import { counted, tone } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { cx } from "../../../ui/cx.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { toneClass } from "../../../ui/tone_class.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./VersionList.module.css.ts";

/** Return, drawdown, trades and curve of a version, in the room of one line. */
export function VersionFigures({ result }: { readonly result: VersionResult }) {
  if (result.kind === "waiting") {
    return (
      <span class={styles.figures} data-part="version-result" aria-hidden="true">
        <Skeleton class={styles.figuresSkeleton} />
      </span>
    );
  }
  if (result.kind === "none") {
    return (
      <span class={cx(styles.figures, frameStyles.quiet)} data-part="version-result">
        {result.why}
      </span>
    );
  }
  const { metrics, curve } = result;
  const total = metrics.total_return;
  return (
    <span class={styles.figures} data-part="version-result">
      <span class={cx(styles.figure, toneClass(tone(total)))}>
        <span class={frameStyles.unseen}>Return</span>
        {metricText("total_return", total)}
      </span>
      <span class={styles.figure} title="Max drawdown">
        <span class={frameStyles.unseen}>Max drawdown</span>
        {metricText("max_drawdown", metrics.max_drawdown)}
      </span>
      <span class={styles.figure}>{counted(metrics.num_trades ?? 0, "trade")}</span>
      <Sparkline points={Array.from(curve)} end={total ?? null} />
    </span>
  );
}
