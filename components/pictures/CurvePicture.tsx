/** A still curve of a finished result, as SVG: no script, nothing to wait for. */
import { date, pair } from "../../text/format.ts";
import { equityText, metricText } from "../../text/metric_text.ts";
import legendStyles from "../../charts/styles/legend.module.css.ts";
import styles from "./CurvePicture.module.css.ts";

export interface CurvePoints {
  /** Unix ms of the first and the last point. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly equity: readonly number[];
  readonly hold: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 220;

export function CurvePicture({ points, asset }: { points: CurvePoints; asset: string }) {
  const { equity, hold, fromMs, toMs } = points;
  const all = [...equity, ...hold];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const path = (values: readonly number[]) =>
    values.map((value, i) => {
      const x = (i / Math.max(1, values.length - 1)) * WIDTH;
      const y = HEIGHT - 8 - ((value - low) / (high - low || 1)) * (HEIGHT - 16);
      return `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    }).join("");
  const [start = 0] = equity;
  const end = equity.at(-1) ?? 0;
  const holdEnd = hold.at(-1) ?? 0;
  return (
    <figure class={styles.picture}>
      <div class={styles.legend}>
        <span class={legendStyles.strategy}>
          Strategy <b>{equityText(end)}</b> {metricText("total_return", end / start - 1)}
        </span>
        <span class={legendStyles.hold}>
          Buy &amp; hold {pair(asset).base} <b>{equityText(holdEnd)}</b>{" "}
          {metricText("buy_and_hold_return", holdEnd / start - 1)}
        </span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Equity of the strategy and of buying and holding ${pair(asset).base}`}
      >
        {[0.25, 0.5, 0.75].map((share) => (
          <path
            key={share}
            d={`M0 ${HEIGHT * share}H${WIDTH}`}
            stroke="var(--line)"
            vector-effect="non-scaling-stroke"
          />
        ))}
        <path
          d={path(hold)}
          fill="none"
          stroke="var(--hold)"
          stroke-width="1.25"
          stroke-dasharray="5 4"
          vector-effect="non-scaling-stroke"
        />
        <path
          d={path(equity)}
          fill="none"
          stroke="var(--accent)"
          stroke-width="2"
          stroke-linejoin="round"
          vector-effect="non-scaling-stroke"
        />
      </svg>
      <figcaption>
        <span>{date(fromMs)}</span>
        <span>{date(toMs)}</span>
      </figcaption>
    </figure>
  );
}
