import type { ReadonlySignal } from "@preact/signals";
import { tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { costText, costWords, isOwnLevel } from "./costs_words.ts";
import type { CostAnswer } from "./inquiry/cost_answer.ts";
import type { Costs } from "./inquiry/use_inquiry.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import metricsAndTablesStyles from "./styles/metrics_and_tables.module.css.ts";
import styles from "./CostsCard.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

const USUAL_ROWS = 9;

/** What was paid, and at which costs the gain is gone. */
export function CostsCard(
  { summary, costs }: { readonly summary: ResultSummary; readonly costs: ReadonlySignal<Costs> },
) {
  const { fees_paid: fees, slippage_paid: slippage } = summary.metrics;
  const state = costs.value;
  return (
    <Card title="Costs" id="costs">
      <ul class={metricsAndTablesStyles.facts}>
        <li>
          Paid: {metricText("fees_paid", fees)} in fees and {metricText("slippage_paid", slippage)}
          {" "}
          in slippage.
        </li>
        {state.kind === "ready" && state.answer &&
          costWords(state.answer).map((sentence) => <li key={sentence}>{sentence}</li>)}
        {state.kind === "ready" && !state.answer && <li>No trades, so no costs.</li>}
        {state.kind === "failed" && (
          <li>
            The break-even costs could not be calculated in this browser. Reload the page to try
            again.
          </li>
        )}
      </ul>
      {state.kind === "waiting" && <CostsSkeleton />}
      {state.kind === "ready" && state.answer && <CostTable answer={state.answer} />}
    </Card>
  );
}

function CostTable({ answer }: { readonly answer: CostAnswer }) {
  return (
    <table class={cx(tableStyles.table, metricsAndTablesStyles.plainTable)}>
      <caption class={textStyles.srOnly}>The same trades at other costs</caption>
      <thead>
        <tr>
          <th scope="col">Costs per trade side</th>
          <th scope="col" class={tableStyles.numeric}>Total return</th>
          <th scope="col" class={tableStyles.numeric}>Buy & hold</th>
        </tr>
      </thead>
      <tbody>
        {answer.levels.map((level) => (
          <tr key={level.perSide} data-own={isOwnLevel(answer, level)}>
            <th scope="row">
              {level.perSide === 0 ? "None" : costText(level.perSide)}{" "}
              {isOwnLevel(answer, level) && <Badge tone="accent">this run</Badge>}
            </th>
            <td class={cx(tableStyles.numeric, toneClass(tone(level.totalReturn)))}>
              {metricText("total_return", level.totalReturn)}
            </td>
            <td class={tableStyles.numeric}>{metricText("buy_and_hold_return", level.hold)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CostsSkeleton() {
  return (
    <div class={cx(metricsAndTablesStyles.rowsSkeleton, styles.plainSkeleton)} aria-hidden="true">
      {Array.from({ length: USUAL_ROWS }, (_, row) => <Skeleton key={row} />)}
    </div>
  );
}
