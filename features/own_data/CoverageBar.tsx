/** One series on the axis that all of them share. */
import type { Axis, BarStretch } from "./coverage_view.ts";
import { yearsOf } from "./coverage_view.ts";
import styles from "./CoverageBar.module.css.ts";

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

export function CoverageBar(
  { bar, label }: { readonly bar: readonly BarStretch[]; readonly label: string },
) {
  return (
    <div class={styles.bar} role="img" aria-label={label} data-part="coverage">
      {bar.map(({ from, to, kind, words }) => (
        <span
          key={from}
          class={styles[kind]}
          title={words || undefined}
          data-kind={kind}
          style={{ left: percent(from), width: percent(Math.max(0.002, to - from)) }}
        />
      ))}
    </div>
  );
}

export function CoverageYears({ axis }: { readonly axis: Axis }) {
  return (
    <div class={styles.years} aria-hidden="true">
      {yearsOf(axis).map(({ year, at }) => (
        <span key={year} style={{ left: percent(at) }}>{year}</span>
      ))}
    </div>
  );
}
