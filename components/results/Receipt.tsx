import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Run } from "../../contracts/backtests.ts";
import { venueName } from "../assets.ts";
import { money, percentPoints, period } from "../format.ts";
import { Term } from "../learn/Term.tsx";
import { Card } from "../ui/Card.tsx";
import { Time } from "../ui/Time.tsx";
import type { CheckOutcome } from "./inquiry/inquiry.ts";
import type { ResultSummary } from "./result.ts";

const INTRABAR_WORDS: Readonly<Record<Run["intrabar"], string>> = {
  stop_first: "Stop first",
  ohlc_path: "By the candle’s likely path",
  target_first: "Target first",
};

const CHECK_WORDS: Readonly<Record<CheckOutcome, string>> = {
  same: "Run again in this browser: the same hash",
  other_engine: "Made by another version of the engine; run it again to compare",
  other_candles: "The stored candles have changed since; run it again to compare",
  unknown: "Could not be run again in this browser",
};

/** What was assumed, and what the result was made from: enough to make it again and get the same. */
export function Receipt(
  { run, summary, check }: {
    readonly run: Run;
    readonly summary: ResultSummary;
    /** Whether the same came out again, `null` until it is known. */
    readonly check: ReadonlySignal<CheckOutcome | null>;
  },
) {
  return (
    <Card title="Assumptions and receipt" id="receipt">
      <ul class="facts">
        <li>Signals use closed candles only; orders fill at the next candle’s open.</li>
        <li>
          Fee {percentPoints(run.fee_percent)} on each side, slippage{" "}
          {percentPoints(run.slippage_percent)} against you on every market order.
        </li>
        <li>One position at a time, long only, profits are reinvested.</li>
        <li>
          <a class="link" href="/how-backtests-work">How backtests work</a> has all the rules.
        </li>
      </ul>
      <dl class="receipt">
        <Line label="Strategy">
          <span class="cut-name" title={run.strategy_name}>{run.strategy_name}</span>, version{" "}
          {run.version_number}
        </Line>
        <Line label="Candles">
          {run.asset} {run.timeframe}, {venueName(run.venue)}
        </Line>
        <Line label="Period (UTC)">{period(run.date_from, run.date_to)}</Line>
        <Line label="Starting capital">{money(run.initial_capital)}</Line>
        <Line label="Stop and target in one candle">{INTRABAR_WORDS[run.intrabar]}</Line>
        <Line label="Engine">{summary.engine_version}</Line>
        <Line label={<Term name="run_hash" />}>
          <code>{summary.run_hash}</code>
        </Line>
        <Line label="Checked">
          <span data-check={check.value}>
            {check.value === null ? "Running it again…" : CHECK_WORDS[check.value]}
          </span>
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
