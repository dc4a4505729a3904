/** The pictures of the robustness tests: one drawing for the row, the same larger for the opened test. */
import { cx } from "../../ui/cx.ts";
import type { FanRow } from "../../engine/robustness.ts";
import type { PictureModel } from "./picture_of.ts";
import styles from "./Picture.module.css.ts";

const WIDTH = 160;
const HEIGHT = 32;

export function Picture(
  { model, large = false }: { readonly model: PictureModel; readonly large?: boolean },
) {
  return (
    <div class={cx(styles.picture, large && styles.large)} data-picture={model.kind}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={model.alternative}
      >
        <Drawing model={model} />
      </svg>
      {large && (model.ends[0] || model.caption) && (
        <p class={styles.ends} aria-hidden="true">
          <span>{model.ends[0]}</span>
          <span>{model.caption}</span>
          <span>{model.ends[1]}</span>
        </p>
      )}
    </div>
  );
}

function Drawing({ model }: { readonly model: PictureModel }) {
  switch (model.kind) {
    case "fan":
      return <Fan rows={model.rows} />;
    case "histogram":
      return <Bins {...model} />;
    case "columns":
      return <Columns {...model} />;
    case "strip":
      return <Strip values={model.values} />;
    case "folds":
      return <Folds folds={model.folds} />;
    case "gauge":
      return <Gauge value={model.value} marks={model.marks} />;
  }
}

type Of<Kind extends PictureModel["kind"]> = Extract<PictureModel, { readonly kind: Kind }>;

const toneOf = (value: number) => value > 0 ? styles.gain : styles.loss;

function Bins({ histogram: { from, to, counts }, mark, isReturn }: Of<"histogram">) {
  const most = Math.max(...counts);
  const width = WIDTH / counts.length;
  const place = (value: number) => (value - from) / (to - from) * WIDTH;
  return (
    <>
      {counts.map((count, k) => {
        const middle = from + (k + 0.5) / counts.length * (to - from);
        const height = count / most * (HEIGHT - 2);
        return count > 0 && (
          <rect
            key={k}
            class={isReturn ? toneOf(middle) : styles.neutral}
            x={k * width + 0.3}
            y={HEIGHT - height}
            width={width - 0.6}
            height={height}
          />
        );
      })}
      {isReturn && from < 0 && to > 0 && (
        <line class={styles.zero} x1={place(0)} x2={place(0)} y1={0} y2={HEIGHT} />
      )}
      {mark !== null && (
        <line class={styles.mark} x1={place(mark)} x2={place(mark)} y1={0} y2={HEIGHT} />
      )}
    </>
  );
}

/** What nine in ten and every second of the paths were worth on their way, and the run itself. */
function Fan({ rows }: Pick<Of<"fan">, "rows">) {
  const last = rows.at(-1)!.trades;
  const top = Math.max(...rows.map(({ paths, own }) => Math.max(paths.p95, own)));
  const bottom = Math.min(...rows.map(({ paths, own }) => Math.min(paths.p5, own)));
  const span = top - bottom || 1;
  const y = (value: number) => 1 + (top - value) / span * (HEIGHT - 2);
  const at = (value: (row: FanRow) => number) => (row: FanRow) =>
    `${round(row.trades / last * WIDTH)},${round(y(value(row)))}`;
  const band = (low: "p5" | "p25", high: "p95" | "p75") =>
    [
      ...rows.map(at(({ paths }) => paths[high])),
      ...rows.map(at(({ paths }) => paths[low])).reverse(),
    ].join(" ");
  return (
    <>
      <polygon class={styles.outer} points={band("p5", "p95")} />
      <polygon class={styles.inner} points={band("p25", "p75")} />
      <line class={styles.zero} x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      <polyline class={styles.own} points={rows.map(at(({ own }) => own)).join(" ")} />
    </>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;

function Columns({ columns, own }: Of<"columns">) {
  const values = columns.map(({ value }) => value ?? 0);
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const span = top - bottom || 1;
  const y = (value: number) => 1 + (top - value) / span * (HEIGHT - 2);
  const slot = WIDTH / values.length;
  return (
    <>
      {values.map((value, k) => (
        <rect
          key={k}
          class={cx(toneOf(value), k !== own && styles.pale)}
          x={k * slot + slot * 0.15}
          y={Math.min(y(0), y(value))}
          width={slot * 0.7}
          height={Math.max(0.6, Math.abs(y(value) - y(0)))}
        />
      ))}
      <line class={styles.zero} x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
    </>
  );
}

/** A cell a run, from left to right; the stronger, the further from zero. Losses are lower than gains as well. */
function Strip({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(...values.map(Math.abs)) || 1;
  const width = WIDTH / values.length;
  return (
    <>
      {values.map((value, k) => (
        <rect
          key={k}
          class={toneOf(value)}
          opacity={0.35 + 0.65 * Math.abs(value) / most}
          x={k * width + 0.4}
          y={value > 0 ? 2 : HEIGHT / 2}
          width={width - 0.8}
          height={HEIGHT / 2 - 2}
        />
      ))}
      <line class={styles.zero} x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
    </>
  );
}

function Folds({ folds }: Pick<Of<"folds">, "folds">) {
  const height = HEIGHT / folds.length;
  return (
    <>
      {folds.map(({ from, split, to, testReturn }, k) => (
        <g key={k}>
          <rect
            class={styles.train}
            x={from * WIDTH}
            y={k * height + 1}
            width={(split - from) * WIDTH}
            height={height - 2}
          />
          <rect
            class={toneOf(testReturn)}
            x={split * WIDTH}
            y={k * height + 1}
            width={(to - split) * WIDTH}
            height={height - 2}
          />
        </g>
      ))}
    </>
  );
}

function Gauge({ value, marks }: Pick<Of<"gauge">, "value" | "marks">) {
  return (
    <>
      <rect class={styles.train} x={0} y={10} width={WIDTH} height={12} />
      <rect class={styles.filled} x={0} y={10} width={value * WIDTH} height={12} />
      {marks.map((mark) => (
        <line
          key={mark}
          class={styles.mark}
          x1={mark * WIDTH}
          x2={mark * WIDTH}
          y1={5}
          y2={27}
        />
      ))}
    </>
  );
}
