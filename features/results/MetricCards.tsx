import { Term } from "../../components/terms/Term.tsx";
import { metricCards } from "../../components/result_words/metric_words.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import metricsAndTablesStyles from "./styles/metrics_and_tables.module.css.ts";
import styles from "./MetricCards.module.css.ts";

/** The numbers, each with its definition one hover away. */
export function MetricCards(
  { metrics, initialCapital }: {
    readonly metrics: ResultSummary["metrics"];
    readonly initialCapital: number;
  },
) {
  return (
    <section class={cx(cardStyles.card, metricsAndTablesStyles.metrics)} aria-label="Key figures">
      <dl>
        {metricCards(metrics, initialCapital).map((card) => (
          <div key={card.key} class={metricsAndTablesStyles.metric} data-metric={card.key}>
            <dt>
              <Term name={card.key} />
            </dt>
            <dd class={toneClass(card.tone)} title={card.why ?? undefined}>{card.value}</dd>
            {(card.note ?? card.why) && <dd class={styles.note}>{card.note ?? card.why}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}
