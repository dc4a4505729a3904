/** The run form with what a backtest was run with, to change what is asked about: the days, the costs or the market. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Run } from "../../../contracts/backtests.ts";
import { importedMarkets } from "../../../contracts/imported_markets.ts";
import type { Market } from "../../../contracts/markets.ts";
import { isSameMarket, marketKey } from "../../../contracts/market_names.ts";
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import { RunForm } from "../../../components/run_form/RunForm.tsx";
import { daysOf, spanOf } from "../../../studio/run/run_range.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import styles from "./RunActions.module.css.ts";

export type RunChange = "period" | "costs" | "market";

const TITLES: Readonly<Record<RunChange, string>> = {
  period: "Run again on another period",
  costs: "Run again with other costs",
  market: "Run again on another market",
};
/** The field that is asked about takes focus. */
const FIELDS: Readonly<Record<RunChange, string>> = {
  period: "run-from",
  costs: "run-fee",
  market: "run-asset",
};

type Markets = readonly Market[];
type Chosen = {
  readonly asset: string;
  readonly timeframe: string;
  readonly import: string | null;
};

/** One's own imports, then those that everybody shares. */
async function loadMarkets(): Promise<readonly Market[]> {
  const [{ markets }, { imports }] = await Promise.all([
    api("GET /markets"),
    // Without them the shared ones can be chosen all the same.
    api("GET /candles/imports").catch(() => ({ imports: [] })),
  ]);
  return [...importedMarkets(imports), ...markets];
}

export function RunAgainDialog(
  { run, change, onClose }: {
    readonly run: Run;
    readonly change: RunChange;
    readonly onClose: () => void;
  },
) {
  const markets = useSignal<Markets | null>(null);
  const problem = useSignal<string | null>(null);
  const load = async () => {
    problem.value = null;
    try {
      markets.value = await loadMarkets();
    } catch (error) {
      problem.value = error instanceof ApiError ? error.message : "The markets could not be read.";
    }
  };
  useEffect(() => void load(), []);
  return (
    <Dialog open onClose={onClose} title={TITLES[change]} wide>
      {problem.value
        ? (
          <Notice tone="loss" live>
            <p>{problem.value}</p>
            <Button size="sm" icon="refresh" onClick={() => void load()}>Try again</Button>
          </Notice>
        )
        : markets.value
        ? <Form run={run} change={change} markets={markets.value} />
        : <Skeleton />}
    </Dialog>
  );
}

function Form(
  { run, change, markets }: {
    readonly run: Run;
    readonly change: RunChange;
    readonly markets: Markets;
  },
) {
  const chosen = useSignal<Chosen | null>(chosenIn(markets, marketKey(run), run.timeframe));
  const nowMs = useMemo(() => Date.now(), []);
  useEffect(() => document.getElementById(FIELDS[change])?.focus(), []);
  const market = markets.find((one) => chosen.value && isSameMarket(one, chosen.value));
  const series = market?.timeframes.find(({ timeframe }) => timeframe === chosen.value?.timeframe);
  const { fee_percent, slippage_percent, initial_capital, intrabar } = run;
  const costs = { fee_percent, slippage_percent };
  return (
    <>
      <p class={styles.hint}>
        Version {run.version_number}{" "}
        with the settings of this backtest. Change what you want to know about.
      </p>
      {change === "market" && (
        <div class={styles.markets}>
          <SelectField
            id="run-asset"
            label="Asset"
            value={chosen.value ? marketKey(chosen.value) : ""}
            options={markets.map((one) => ({
              value: marketKey(one),
              label: one.synthetic
                ? `${one.asset} (synthetic)`
                : one.import === undefined
                ? `${one.asset} · ${one.name}`
                : `${one.asset} · your import ${one.import}`,
            }))}
            onChange={(event) => {
              chosen.value = chosenIn(
                markets,
                event.currentTarget.value,
                chosen.value?.timeframe ?? run.timeframe,
              );
            }}
          />
          <SelectField
            id="run-timeframe"
            label="Timeframe"
            value={chosen.value?.timeframe ?? ""}
            options={(market?.timeframes ?? []).map(({ timeframe }) => ({
              value: timeframe,
              label: timeframe,
            }))}
            onChange={(event) => {
              chosen.value = chosenIn(
                markets,
                marketKey(chosen.value ?? run),
                event.currentTarget.value,
              );
            }}
          />
        </div>
      )}
      {chosen.value && market
        ? (
          <RunForm
            key={`${marketKey(chosen.value)} ${chosen.value.timeframe}`}
            strategyId={run.strategy_id}
            version={run.version_number}
            asset={chosen.value.asset}
            timeframe={chosen.value.timeframe}
            importName={chosen.value.import}
            // Also where it is the run's own: the strategy's market may have changed since.
            otherMarket={chosen.value}
            venue={market.venue}
            span={spanOf(series)}
            defaults={costs}
            context={{ ...costs, initial_capital, intrabar }}
            range={daysOf(run)}
            nowMs={nowMs}
          />
        )
        : (
          <Notice tone="caution">
            There are no candles of {run.asset} {run.timeframe} any more.
          </Notice>
        )}
    </>
  );
}

/** A market that is on offer; of an asset without the timeframe its first one. */
function chosenIn(markets: Markets, key: string, timeframe: string): Chosen | null {
  const market = markets.find((one) => marketKey(one) === key);
  const series = market?.timeframes.find((one) => one.timeframe === timeframe) ??
    market?.timeframes[0];
  return market && series
    ? { asset: market.asset, timeframe: series.timeframe, import: market.import ?? null }
    : null;
}
