import { metricText } from "../../text/metric_text.ts";
import styles from "./Sparkline.module.css.ts";

const WIDTH = 96;
const HEIGHT = 28;
/** Room for the line's own width at the edges. */
const PAD = 2;

export interface SparklineProps {
  /** Multiples of the starting capital, rounded for drawing. */
  readonly points: readonly number[];
  /** The total return as it is known, which the last point has rounded already. */
  readonly end?: number | null;
}

/** A result's equity at the size of a word, the starting capital as a hairline. */
export function Sparkline({ points, end }: SparklineProps) {
  const low = Math.min(1, ...points);
  const high = Math.max(1, ...points);
  const x = (index: number) => PAD + index / Math.max(1, points.length - 1) * (WIDTH - 2 * PAD);
  const y = (value: number) =>
    PAD + (high === low ? 0.5 : (high - value) / (high - low)) * (HEIGHT - 2 * PAD);
  const path = points.map((value, i) => `${i ? "L" : "M"}${fixed(x(i))} ${fixed(y(value))}`);
  return (
    <svg
      class={styles.sparkline}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={sparklineWords({ points, ...end === undefined ? {} : { end } })}
    >
      <path class={styles.start} d={`M0 ${fixed(y(1))}H${WIDTH}`} />
      <path class={styles.line} d={path.join("")} />
    </svg>
  );
}

/** The same in words: "Equity between −8.1 % and +14.0 % of the start, +12.4 % at the end". */
export function sparklineWords({ points, end }: SparklineProps): string {
  const last = points.at(-1);
  if (last === undefined) return "No equity curve";
  const [low, high] = [Math.min(...points) - 1, Math.max(...points) - 1];
  const text = (value: number) => metricText("total_return", value);
  return `Equity between ${text(low)} and ${text(high)} of the start, ${
    text(end ?? last - 1)
  } at the end`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
