import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Run } from "../../contracts/backtests.ts";
import { venueName } from "../../text/assets.ts";
import { lowerFirst, percentPoints, period } from "../../text/format.ts";
import { Term } from "../../components/terms/Term.tsx";
import { capitalText } from "../../text/metric_text.ts";
import { Card } from "../../ui/Card.tsx";
import { Time } from "../../ui/Time.tsx";
import { INTRABAR_WORDS } from "../../components/result_words/ambiguity_words.ts";
import { LabAnswers } from "./robustness/LabAnswers.tsx";
import type { CheckOutcome } from "./inquiry/inquiry.ts";
import type { OpenLab } from "./robustness/open_lab.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import linkStyles from "../../ui/link.module.css.ts";
import metricsAndTablesStyles from "./styles/metrics_and_tables.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./Receipt.module.css.ts";

const CHECK_WORDS: Readonly<Record<CheckOutcome, string>> = {
  same: "Verified: recomputed in your browser, identical",
  other_engine: "Made by another version of the engine. Run it again to compare.",
  other_candles: "The stored candles have changed since. Run it again to compare.",
  unknown: "Could not be recomputed in this browser.",
};

/** What was assumed, and what the result was made from: enough to reproduce it. */
export function Receipt(
  { run, summary, check, lab }: {
    readonly run: Run;
    readonly summary: ResultSummary;
    /** Whether the same came out again, `null` until it is known. */
    readonly check: ReadonlySignal<CheckOutcome | null>;
    readonly lab: OpenLab | null;
  },
) {
  return (
    <Card title="Assumptions and verification" id="receipt">
      <ul class={metricsAndTablesStyles.facts}>
        <li>Signals use closed candles only; orders fill at the next candle’s open.</li>
        <li>
          Fee of {percentPoints(run.fee_percent)} per trade side, slippage of{" "}
          {percentPoints(run.slippage_percent)} per fill; targets fill without slippage.
        </li>
        <li>One position at a time, long only, profits are reinvested.</li>
        <li>
          All the rules:{" "}
          <a class={linkStyles.link} href="/how-backtests-work">How backtests work</a>.
        </li>
      </ul>
      <dl class={styles.receipt}>
        <Line label="Strategy">
          <span class={pagesStyles.cutName} title={run.strategy_name}>{run.strategy_name}</span>,
          version {run.version_number}
        </Line>
        <Line label="Market">
          {run.asset} {run.timeframe},{" "}
          {run.import === null ? venueName(run.venue) : lowerFirst(venueName(null, run.import))}
        </Line>
        <Line label="Period (UTC)">{period(run.date_from, run.date_to)}</Line>
        <Line label="Starting capital">{capitalText(run.initial_capital)}</Line>
        <Line label="Stop and target in the same candle">{INTRABAR_WORDS[run.intrabar]}</Line>
        <Line label="Engine">{summary.engine_version}</Line>
        <Line label={<Term name="run_hash" />}>
          <code>{summary.run_hash}</code>
        </Line>
        <Line label="Verification">
          <span data-check={check.value}>
            {check.value === null ? "Recomputing in your browser…" : CHECK_WORDS[check.value]}
          </span>
        </Line>
        <Line label="How far to trust it">
          <LabAnswers lab={lab} />
        </Line>
        {run.finished_at && (
          <Line label="Finished">
            <Time at={run.finished_at} />
          </Line>
        )}
      </dl>
    </Card>
  );
}

function Line({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
