/** What both sides of a comparison would have made on the period that the editor shows: figures and both curves. */
import { sparklineWords } from "../../../components/pictures/Sparkline.tsx";
import type { Compared, Side } from "../../../studio/versions/compared.ts";
import type { VersionResult } from "../../../studio/versions/version_results.ts";
import { date, tone } from "../../../text/format.ts";
import { metricDifference, metricText } from "../../../text/metric_text.ts";
import { METRIC_WORDS } from "../../../text/metrics/words.ts";
import { cx } from "../../../ui/cx.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { toneClass } from "../../../ui/tone_class.ts";
import { useEditor } from "../session/context.ts";
import frameStyles from "../styles/frame.module.css.ts";
import { versionResultsOf } from "./results_of.ts";
import styles from "./ComparedResults.module.css.ts";

const FIGURES = ["total_return", "max_drawdown", "num_trades", "win_rate"] as const;
const WIDTH = 240;
const HEIGHT = 88;
const PAD = 3;

export function ComparedResults({ before, after }: Pick<Compared, "before" | "after">) {
  const parts = useEditor();
  const { live } = parts;
  const results = versionResultsOf(parts);
  const [from, to] = [before, after].map(({ document }) => results.ofDocument(document).value) as [
    VersionResult,
    VersionResult,
  ];
  const days = live.range.value;
  return (
    <section class={styles.results} aria-label="Results of both">
      <p class={styles.basis}>
        Both on {live.market.value.asset}, {date(days.from)} – {date(days.to)}
      </p>
      <Curves from={from} to={to} names={[nameOf(before), nameOf(after)]} />
      <table class={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span class={frameStyles.unseen}>Figure</span>
            </th>
            <th scope="col" data-side="from">{nameOf(before)}</th>
            <th scope="col" data-side="to">{nameOf(after)}</th>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map((name) => (
            <tr key={name} data-figure={name}>
              <th scope="row">{METRIC_WORDS[name].term}</th>
              <Figure name={name} result={from} />
              <Figure name={name} result={to} from={from} />
            </tr>
          ))}
        </tbody>
      </table>
      {[from, to].map((result, k) =>
        result.kind === "none" && (
          <p key={k} class={cx(styles.why, frameStyles.quiet)}>
            {nameOf(k === 0 ? before : after)}: {result.why}
          </p>
        )
      )}
    </section>
  );
}

function Figure(
  { name, result, from }: {
    readonly name: (typeof FIGURES)[number];
    readonly result: VersionResult;
    /** What the difference is told to. */
    readonly from?: VersionResult;
  },
) {
  if (result.kind === "waiting") {
    return (
      <td>
        <Skeleton class={styles.figureSkeleton} />
      </td>
    );
  }
  const value = result.kind === "ready" ? result.metrics[name] : null;
  const base = from?.kind === "ready" ? from.metrics[name] : null;
  const hasDifference = typeof value === "number" && typeof base === "number" && value !== base;
  const isToned = name === "total_return" || name === "max_drawdown";
  return (
    <td class={isToned ? toneClass(tone(value)) : undefined}>
      {metricText(name, value)}
      {hasDifference && <small>{metricDifference(name, value, base)}</small>}
    </td>
  );
}

/** Both curves over each other on one scale; the earlier one is dashed. */
function Curves(
  { from, to, names }: {
    readonly from: VersionResult;
    readonly to: VersionResult;
    readonly names: readonly [string, string];
  },
) {
  const curves = [from, to].map((result) => result.kind === "ready" ? result.curve : null);
  const all = curves.flatMap((curve) => curve ? [...curve] : []);
  if (all.length === 0) {
    const isWaiting = from.kind === "waiting" || to.kind === "waiting";
    return (
      <div class={styles.curves}>{isWaiting && <Skeleton class={styles.curvesSkeleton} />}</div>
    );
  }
  const low = Math.min(1, ...all);
  const high = Math.max(1, ...all);
  const y = (value: number) =>
    PAD + (high === low ? 0.5 : (high - value) / (high - low)) * (HEIGHT - 2 * PAD);
  const words = curves.map((curve, k) =>
    curve ? `${names[k]}: ${sparklineWords({ points: [...curve] })}.` : ""
  ).join(" ");
  return (
    <div class={styles.curves}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <path class={styles.start} d={`M0 ${y(1).toFixed(1)}H${WIDTH}`} />
        {curves.map((curve, k) =>
          curve && (
            <path
              key={k}
              class={k === 0 ? styles.from : styles.to}
              data-part="compared-curve"
              d={pathOf(curve, y)}
            />
          )
        )}
      </svg>
    </div>
  );
}

function pathOf(curve: Float64Array, y: (value: number) => number): string {
  const step = WIDTH / Math.max(1, curve.length - 1);
  return Array.from(
    curve,
    (value, k) => `${k ? "L" : "M"}${(k * step).toFixed(1)} ${y(value).toFixed(1)}`,
  ).join("");
}

function nameOf({ version }: Side): string {
  return version ? `v${version.versionNumber}` : "Your canvas";
}
