/**
 * What a result's page shows below its charts. The server draws it with the page; the browser keeps that as it is until curves
 * and trades have come, and with them the scripts of these parts.
 */
import type { Run } from "../../contracts/backtests.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import { AmbiguityCard } from "./AmbiguityCard.tsx";
import { CostsCard } from "./CostsCard.tsx";
import { DataQuality } from "./DataQuality.tsx";
import type { Inquiry } from "./inquiry/use_inquiry.ts";
import { Receipt } from "./Receipt.tsx";
import styles from "./Results.module.css.ts";

export { MonthlyReturns } from "./MonthlyReturns.tsx";

/** How far to trust the result, and what it was made of. */
export function ResultFoot(
  { run, summary, timeframeMs, costs, check }: {
    readonly run: Run;
    readonly summary: ResultSummary;
    readonly timeframeMs: number;
  } & Pick<Inquiry, "costs" | "check">,
) {
  return (
    <div class={styles.foot}>
      <div>
        <AmbiguityCard summary={summary} />
        <DataQuality run={run} summary={summary} timeframeMs={timeframeMs} />
      </div>
      <div>
        <CostsCard summary={summary} costs={costs} />
        <Receipt run={run} summary={summary} check={check} />
      </div>
    </div>
  );
}
