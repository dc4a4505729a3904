import type { ReadonlySignal } from "@preact/signals";
import { money, percent, tone } from "../format.ts";
import { Badge } from "../ui/Badge.tsx";
import { Card } from "../ui/Card.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { costText, costWords, isOwnLevel } from "./costs_words.ts";
import type { CostAnswer } from "./inquiry/cost_answer.ts";
import type { Costs } from "./inquiry/use_inquiry.ts";
import type { ResultSummary } from "./result.ts";

const USUAL_ROWS = 9;

/** What was paid, and at what cost the edge is gone. */
export function CostsCard(
  { summary, costs }: { readonly summary: ResultSummary; readonly costs: ReadonlySignal<Costs> },
) {
  const { fees_paid: fees, slippage_paid: slippage } = summary.metrics;
  const state = costs.value;
  return (
    <Card title="Costs" id="costs">
      <ul class="facts">
        <li>
          Paid in all: {money(fees)} of fees and {money(slippage)} of slippage.
        </li>
        {state.kind === "ready" && state.answer &&
          costWords(state.answer).map((sentence) => <li key={sentence}>{sentence}</li>)}
        {state.kind === "ready" && !state.answer && (
          <li>Without a trade there are no costs, whatever they are set to.</li>
        )}
        {state.kind === "failed" && (
          <li>
            At what cost the edge is gone could not be worked out in this browser. Reload the page
            to try again.
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
    <table class="table plain-table">
      <caption class="sr-only">The same trades at other costs</caption>
      <thead>
        <tr>
          <th scope="col">Fee and slippage a side</th>
          <th scope="col" class="n">Total return</th>
          <th scope="col" class="n">Holding</th>
        </tr>
      </thead>
      <tbody>
        {answer.levels.map((level) => (
          <tr key={level.perSide} data-own={isOwnLevel(answer, level)}>
            <th scope="row">
              {level.perSide === 0 ? "None" : costText(level.perSide)}{" "}
              {isOwnLevel(answer, level) && <Badge tone="accent">this run</Badge>}
            </th>
            <td class={`n ${tone(level.totalReturn) ?? ""}`}>{percent(level.totalReturn)}</td>
            <td class="n">{percent(level.hold)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CostsSkeleton() {
  return (
    <div class="rows-skeleton plain-skeleton" aria-hidden="true">
      {Array.from({ length: USUAL_ROWS }, (_, row) => <Skeleton key={row} />)}
    </div>
  );
}
