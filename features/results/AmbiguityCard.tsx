import { counted, tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import {
  ambiguityWords,
  INTRABAR_WORDS,
  intrabarRows,
} from "../../components/result_words/ambiguity_words.ts";
import { NOT_RECORDED, type ResultSummary } from "../../components/result_words/result.ts";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import metricsAndTablesStyles from "./styles/metrics_and_tables.module.css.ts";
import styles from "./AmbiguityCard.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

/** How far the answer moves with what a candle does not say. */
export function AmbiguityCard({ summary }: { readonly summary: ResultSummary }) {
  const { ambiguity, settings } = summary;
  return (
    <Card title="Stop or target first?" id="ambiguity">
      <p class={styles.text}>{ambiguityWords(ambiguity)}</p>
      {ambiguity.ambiguous_trades > 0 && (
        <table class={cx(tableStyles.table, metricsAndTablesStyles.plainTable)}>
          <caption class={textStyles.srOnly}>
            Total return by which is assumed to come first in{" "}
            {counted(ambiguity.ambiguous_trades, "trade")}
          </caption>
          <thead>
            <tr>
              <th scope="col">Assumption</th>
              <th scope="col" class={tableStyles.numeric}>Total return</th>
            </tr>
          </thead>
          <tbody>
            {intrabarRows(ambiguity).map(([mode, value]) => (
              <tr key={mode} data-own={mode === settings.intrabar}>
                <th scope="row">
                  {INTRABAR_WORDS[mode]}{" "}
                  {mode === settings.intrabar && <Badge tone="accent">this run</Badge>}
                </th>
                <td
                  class={cx(tableStyles.numeric, toneClass(tone(value)))}
                  {...(value === null ? { title: NOT_RECORDED } : {})}
                >
                  {metricText("total_return", value)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
