/** Tuning on the past, fold by fold: equity in sample and out of sample apart, and what was chosen each time. */
import type { FoldCurves, RobustnessOutcomes } from "../../engine/robustness.ts";
import { tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { settingText } from "../../text/robustness/number_tables.ts";
import { Time } from "../../ui/Time.tsx";
import { curvePaths, driftOf, foldBars } from "./walk_forward_view.ts";
import styles from "./WalkForward.module.css.ts";

type Folds = RobustnessOutcomes["walk_forward"]["folds"];

const WIDTH = 640;
const HEIGHT = 100;

export function WalkForward(
  { folds, curves, numbers }: {
    readonly folds: Folds;
    readonly curves: readonly FoldCurves[];
    readonly numbers: Readonly<Record<string, string>>;
  },
) {
  const { train, test, splits, startY } = curvePaths(folds, curves, {
    width: WIDTH,
    height: HEIGHT,
  });
  const made = curves.at(-1)!.test.at(-1)! - 1;
  return (
    <div class={styles.walk}>
      <FoldRows folds={folds} numbers={numbers} />
      <figure>
        <figcaption>
          In sample: what the tuned numbers made where they were tuned, each from 0 %
        </figcaption>
        <Plot label="Five curves, one for each tuning" startY={startY.train} splits={splits}>
          {train.map((path, k) => (
            <path key={k} class={styles.train} d={path} data-part="in-sample" />
          ))}
        </Plot>
      </figure>
      <figure>
        <figcaption>
          Out of sample: what the same numbers made next, {metricText("total_return", made)} in all
        </figcaption>
        <Plot
          label={`One curve that ends at ${metricText("total_return", made)}`}
          startY={startY.test}
          splits={splits}
        >
          {test.map((path, k) => (
            <path key={k} class={styles.test} d={path} data-part="out-of-sample" />
          ))}
        </Plot>
        <p class={styles.ends}>
          <Time at={folds[0]!.train_from} dateOnly />
          <Time at={folds.at(-1)!.test_to - 1} dateOnly />
        </p>
      </figure>
      <Drift folds={folds} numbers={numbers} />
    </div>
  );
}

/** Each tuning on the axis of time: where it was tuned, with the numbers that were chosen there, and what they made next. */
function FoldRows(
  { folds, numbers }: {
    readonly folds: Folds;
    readonly numbers: Readonly<Record<string, string>>;
  },
) {
  const names = Object.keys(folds[0]!.params).map((key) => numbers[key] ?? key);
  return (
    <figure>
      <figcaption>
        Where each tuning was done, with the numbers it chose ({names.join("; ")}), and what they
        made next
      </figcaption>
      <ol class={styles.folds}>
        {foldBars(folds).map(({ chosen, testReturn, before, train, test }, k) => (
          <li key={k} data-part="fold">
            <span class={styles.tuning} style={`margin-left:${before}%;width:${train}%`}>
              {chosen.map(settingText).join("; ")}
            </span>
            <span
              class={styles.next}
              style={`width:${test}%`}
              data-tone={tone(testReturn)}
            >
              <span>{metricText("total_return", testReturn)}</span>
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

function Plot(
  { label, startY, splits, children }: {
    readonly label: string;
    readonly startY: number;
    readonly splits: readonly number[];
    readonly children: preact.ComponentChildren;
  },
) {
  return (
    <svg
      class={styles.plot}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {splits.map((x) => <line key={x} class={styles.split} x1={x} x2={x} y1={0} y2={HEIGHT} />)}
      <line class={styles.start} x1={0} x2={WIDTH} y1={startY} y2={startY} />
      {children}
    </svg>
  );
}

/** How far the chosen numbers wandered from tuning to tuning. */
function Drift(
  { folds, numbers }: {
    readonly folds: Folds;
    readonly numbers: Readonly<Record<string, string>>;
  },
) {
  return (
    <figure>
      <figcaption>The numbers that were chosen, tuning by tuning</figcaption>
      <dl class={styles.drift}>
        {driftOf(folds).map(({ key, values, heights }) => (
          <div key={key}>
            <dt>{numbers[key] ?? key}</dt>
            <dd>
              {values.map((value, k) => (
                <span key={k} class={styles.chosen} style={`--height:${heights[k]}`}>
                  {settingText(value)}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
