/** The drawings of tuning on noise. Heights are written beside them as text, which stays readable on a phone. */
import type { ComponentChildren } from "preact";
import {
  type Averages,
  bestOfFirst,
  type DrawnWalk,
  type TunedWalk,
} from "../../../studio/made_up/best_try.ts";
import { counted } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { curvesView, HEIGHT, triesView, walksView, WIDTH } from "./teacher_view.ts";
import styles from "./Overfitting.module.css.ts";

const gain = (value: number) => metricText("total_return", value);
const sharpe = (value: number) => metricText("sharpe", value);

/** The account of the best try, and the price, on both parts of the walk. */
export function CurvesDrawing(
  { walk, tries }: { readonly walk: DrawnWalk; readonly tries: number },
) {
  const { price, tuned, unseen, splitX, startY, ends } = curvesView(walk, tries);
  const best = walk.best[bestOfFirst(walk, tries)]!;
  return (
    <Drawing
      title="The account of the best try"
      ends={[gain(ends.high), gain(ends.low)]}
      label={`On the tuned part the account of the best try made ${
        gain(best.tuned.totalReturn)
      }, on the unseen part ${gain(best.unseen.totalReturn)}`}
      legend={
        <>
          <Key kind="tuned">tuned part</Key>
          <Key kind="unseen">unseen part</Key>
          <Key kind="price">price</Key>
        </>
      }
    >
      <rect class={styles.unseenGround} x={splitX} y={0} width={WIDTH - splitX} height={HEIGHT} />
      <line class={styles.zero} x1={0} x2={WIDTH} y1={startY} y2={startY} />
      <path class={styles.price} d={price} />
      <path class={styles.tuned} d={tuned} />
      <path class={styles.unseen} d={unseen} />
    </Drawing>
  );
}

/** The best Sharpe ratio so far against the number of tries, beside what luck alone predicts. */
export function TriesDrawing({ walk, others, luckUnits, tries }: {
  readonly walk: TunedWalk;
  readonly others: readonly TunedWalk[];
  readonly luckUnits: readonly number[];
  readonly tries: number;
}) {
  const view = triesView(walk, others, luckUnits, tries);
  const best = walk.best[bestOfFirst(walk, tries)]!;
  const luck = walk.spread * luckUnits[tries - 1]!;
  return (
    <Drawing
      title="The best Sharpe ratio so far, by number of tries"
      ends={[sharpe(view.ends.high), sharpe(view.ends.low)]}
      label={`After ${counted(tries, "try", "tries")} the best Sharpe ratio is ${
        sharpe(best.tuned.sharpe)
      }; luck alone predicts ${sharpe(luck)}`}
      below={["1 try", `${luckUnits.length} tries`]}
      legend={
        <>
          <Key kind="tuned">best so far</Key>
          <Key kind="luck">what luck alone predicts</Key>
          <Key kind="other">other walks</Key>
        </>
      }
    >
      {view.others.map((path, k) => <path key={k} class={styles.other} d={path} />)}
      <line class={styles.zero} x1={0} x2={WIDTH} y1={view.zeroY} y2={view.zeroY} />
      <line class={styles.mark} x1={view.markX} x2={view.markX} y1={0} y2={HEIGHT} />
      <path class={styles.luck} d={view.luck} />
      <path class={styles.tuned} d={view.best} />
      <path class={styles.dot} d={`M${view.markX} ${view.markY}h0`} />
    </Drawing>
  );
}

/** The best try of every walk: where it was tuned, and what came next. */
export function WalksDrawing({ walks, tries, means }: {
  readonly walks: readonly TunedWalk[];
  readonly tries: number;
  readonly means: Averages;
}) {
  const view = walksView(walks, tries, means);
  return (
    <Drawing
      title="The same on every walk so far"
      ends={[sharpe(view.ends.high), sharpe(view.ends.low)]}
      label={`Sharpe ratios of the best try on ${counted(walks.length, "walk")}: ${
        sharpe(means.tuned)
      } on average where it was tuned, ${sharpe(means.unseen)} on the next part`}
      below={["first walk", "newest walk"]}
      legend={
        <>
          <Key kind="ring">tuned part</Key>
          <Key kind="next">unseen part</Key>
          <Key kind="mean">averages</Key>
        </>
      }
    >
      <line class={styles.zero} x1={0} x2={WIDTH} y1={view.zeroY} y2={view.zeroY} />
      <line class={styles.tunedMean} x1={0} x2={WIDTH} y1={view.tunedY} y2={view.tunedY} />
      <line class={styles.unseenMean} x1={0} x2={WIDTH} y1={view.unseenY} y2={view.unseenY} />
      {view.walks.map(({ number, x, tunedY, unseenY }) => (
        <g key={number} data-walk={number}>
          <path class={styles.fall} d={`M${x} ${tunedY}V${unseenY}`} />
          <path class={styles.dot} d={`M${x} ${tunedY}h0`} />
          <path class={styles.hole} d={`M${x} ${tunedY}h0`} />
          <path class={styles.nextDot} d={`M${x} ${unseenY}h0`} />
        </g>
      ))}
    </Drawing>
  );
}

function Drawing({ title, ends, label, below, legend, children }: {
  readonly title: string;
  /** At the upper and at the lower edge. */
  readonly ends: readonly [string, string];
  readonly label: string;
  readonly below?: readonly [string, string];
  readonly legend: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <figure class={styles.drawing}>
      <figcaption>
        <b>{title}</b>
        <span class={styles.legend} aria-hidden="true">{legend}</span>
      </figcaption>
      <div class={styles.plot}>
        <p class={styles.heights} aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </p>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
        >
          {children}
        </svg>
        {below && (
          <p class={styles.below} aria-hidden="true">
            <span>{below[0]}</span>
            <span>{below[1]}</span>
          </p>
        )}
      </div>
    </figure>
  );
}

type KeyKind = "tuned" | "unseen" | "price" | "luck" | "other" | "ring" | "next" | "mean";

function Key({ kind, children }: { readonly kind: KeyKind; readonly children: string }) {
  return (
    <span class={styles.key}>
      <i data-kind={kind} />
      {children}
    </span>
  );
}
