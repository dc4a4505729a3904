/** The other markets, each of which opens as a backtest with the run's version, dates and costs. */
import { useSignal } from "@preact/signals";
import type { CreateBacktest } from "../../../contracts/backtests.ts";
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import type { RobustnessOutcomes } from "../../../engine/robustness.ts";
import { tone } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { Button } from "../../../ui/Button.tsx";
import { toneClass } from "../../../ui/tone_class.ts";
import type { CountedRun } from "./open_lab.ts";
import styles from "./RunElsewhere.module.css.ts";

/** As it is written, with dates as text. */
type Asked = Omit<CreateBacktest, "date_from" | "date_to"> & {
  readonly date_from: string;
  readonly date_to: string;
};

export function RunElsewhere(
  { run, rows }: {
    readonly run: CountedRun;
    readonly rows: NonNullable<RobustnessOutcomes["markets"]>;
  },
) {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const body = settingsOf(run);
  if (!body) return null;
  const open = async (asset: string, timeframe: string) => {
    busy.value = true;
    problem.value = null;
    try {
      const market = { asset, timeframe, import: null } as Pick<
        CreateBacktest,
        "asset" | "timeframe" | "import"
      >;
      const { run_id } = await api("POST /backtests", { body: { ...body, ...market } });
      location.assign(`/runs/${run_id}`);
    } catch (error) {
      busy.value = false;
      problem.value = error instanceof ApiError
        ? error.message
        : "The backtest could not be started. Try again.";
    }
  };
  return (
    <div class={styles.elsewhere} data-part="elsewhere">
      <p>Run the backtest on one of them:</p>
      <ul>
        {rows.map(({ asset, timeframe, total_return }) => (
          <li key={`${asset} ${timeframe}`}>
            <Button size="sm" disabled={busy.value} onClick={() => void open(asset, timeframe)}>
              {asset} {timeframe}{" "}
              <span class={toneClass(tone(total_return))}>
                {metricText("total_return", total_return)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p class={styles.problem} role="status">{problem.value}</p>
    </div>
  );
}

/** What another backtest like this one is asked for with; `null` of a run that is not known in full. */
function settingsOf(run: CountedRun): Asked | null {
  const { strategy_id, version_number, date_from, date_to, initial_capital, intrabar } = run;
  const { fee_percent, slippage_percent } = run;
  if (!strategy_id || !version_number || !date_from || !date_to) return null;
  return {
    strategy_id,
    version: version_number,
    date_from,
    date_to,
    ...(fee_percent === undefined ? {} : { fee_percent }),
    ...(slippage_percent === undefined ? {} : { slippage_percent }),
    ...(initial_capital === undefined ? {} : { initial_capital }),
    ...(intrabar === undefined ? {} : { intrabar }),
  };
}
