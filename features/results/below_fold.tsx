/**
 * What a result's page shows without being hydrated at once: how far to trust it, and what is below its charts. The server draws it with the page; the browser keeps that as it is until curves
 * and trades have come, and with them the scripts of these parts.
 */
import type { Run } from "../../contracts/backtests.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import { AmbiguityCard } from "./AmbiguityCard.tsx";
import { CostsCard } from "./CostsCard.tsx";
import { DataQuality } from "./DataQuality.tsx";
import type { Inquiry } from "./inquiry/use_inquiry.ts";
import { Receipt } from "./Receipt.tsx";
import type { OpenLab } from "./robustness/open_lab.ts";
import styles from "./Results.module.css.ts";

export { MonthlyReturns } from "./MonthlyReturns.tsx";
export { RobustnessCard } from "./robustness/RobustnessCard.tsx";

/** How far to trust the result, and what it was made of. */
export function ResultFoot(
  { run, summary, timeframeMs, costs, check, lab }: {
    readonly run: Run;
    readonly summary: ResultSummary;
    readonly timeframeMs: number;
    readonly lab: OpenLab | null;
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
        <Receipt run={run} summary={summary} check={check} lab={lab} />
      </div>
    </div>
  );
}
