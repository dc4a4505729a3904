import { Term } from "../../components/terms/Term.tsx";
import { metricCards } from "../../components/result_words/metric_words.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";

/** The numbers, each with its definition one hover away. */
export function MetricCards(
  { metrics, initialCapital }: {
    readonly metrics: ResultSummary["metrics"];
    readonly initialCapital: number;
  },
) {
  return (
    <section class="card metrics" aria-label="Key figures">
      <dl>
        {metricCards(metrics, initialCapital).map((card) => (
          <div key={card.key} class="metric" data-metric={card.key}>
            <dt>
              <Term name={card.key} />
            </dt>
            <dd class={card.tone} title={card.why ?? undefined}>{card.value}</dd>
            {(card.note ?? card.why) && <dd class="metric-note">{card.note ?? card.why}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}
