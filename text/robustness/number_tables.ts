/** The figures of a test as a table. */
import type { RobustnessOutcomes } from "../../engine/robustness.ts";
import { date, number, percent, plain } from "../format.ts";
import { metricText } from "../metric_text.ts";
import type { FoundOutcome } from "./answer_sentences.ts";

export interface NumberTable {
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

type Quantiles = RobustnessOutcomes["luck"]["total_return"];

const gain = (value: number | null | undefined) => metricText("total_return", value);
const fall = (value: number | null | undefined) => metricText("max_drawdown", value);
const trades = (value: number | null | undefined) => number(value);
const share = (value: number) => percent(value, { digits: 1, sign: "negative" });

/** A number of a strategy, without the dust that a share of it leaves: 47.41, not 47.410000000000004. */
export function settingText(value: number): string {
  return plain(Number(value.toPrecision(6)));
}

const QUANTILE_HEAD = [
  "",
  "1 in 20 below",
  "1 in 4 below",
  "Middle",
  "1 in 4 above",
  "1 in 20 above",
];

function quantileRow(
  label: string,
  { p5, p25, p50, p75, p95 }: Quantiles,
  text: (value: number) => string = gain,
): string[] {
  return [label, ...[p5, p25, p50, p75, p95].map(text)];
}

const TABLES: {
  readonly [Name in keyof RobustnessOutcomes]: (
    out: RobustnessOutcomes[Name],
    numbers: Readonly<Record<string, string>>,
  ) => readonly NumberTable[];
} = {
  order: ({ max_drawdown, actual_max_drawdown, worse_share, longest_losing_streak }) => [
    { head: QUANTILE_HEAD, rows: [quantileRow("Max drawdown", max_drawdown, fall)] },
    {
      head: ["", "Value"],
      rows: [
        ["Max drawdown of your trades", fall(actual_max_drawdown)],
        ["Orders with a deeper one", share(worse_share)],
        ["Losing trades in a row, middle", plain(longest_losing_streak.p50)],
        ["Losing trades in a row, 1 in 20 above", plain(longest_losing_streak.p95)],
      ],
    },
  ],
  luck: ({ total_return, max_drawdown, loss_share }) => [
    {
      head: QUANTILE_HEAD,
      rows: [
        quantileRow("Total return", total_return),
        quantileRow("Max drawdown", max_drawdown, fall),
      ],
    },
    { head: ["", "Value"], rows: [["Histories that lose money", share(loss_share)]] },
  ],
  missed: ({ total_return }) => [
    { head: QUANTILE_HEAD, rows: [quantileRow("Total return", total_return)] },
  ],
  late: (rows) => [{
    head: ["Candles late", "Total return", "Max drawdown", "Trades"],
    rows: rows.map((row) => [
      plain(row.bars),
      gain(row.total_return),
      fall(row.max_drawdown),
      trades(row.num_trades),
    ]),
  }],
  costs: (rows) => [{
    head: ["Fee and slippage", "Total return", "Trades"],
    rows: rows.map((row) => [
      row.multiple === 0 ? "none" : row.multiple === 1 ? "yours" : `× ${row.multiple}`,
      gain(row.total_return),
      trades(row.num_trades),
    ]),
  }],
  timing: ({ total_return, p_value }) => [
    { head: QUANTILE_HEAD, rows: [quantileRow("Total return", total_return)] },
    { head: ["", "Value"], rows: [["Runs at least as good as yours", share(p_value)]] },
  ],
  noise: ({ total_return, num_trades, gain_share }) => [
    {
      head: QUANTILE_HEAD,
      rows: [
        quantileRow("Total return", total_return),
        quantileRow("Trades", num_trades, (value) => number(value, 0)),
      ],
    },
    { head: ["", "Value"], rows: [["Runs that gain", share(gain_share)]] },
  ],
  parameters: ({ each, joint, gain_share, median_kept }, numbers) => [
    { head: QUANTILE_HEAD, rows: [quantileRow("All at once: total return", joint)] },
    {
      head: ["", "Value"],
      rows: [
        ["Runs that gain", share(gain_share)],
        [
          "Kept by the middle run",
          joint.p50 > 0 && median_kept !== null ? share(median_kept) : "–",
        ],
      ],
    },
    {
      head: ["One at a time", "From", "To", "Total return", "Max drawdown", "Sharpe", "Trades"],
      rows: each.map((row) => [
        numbers[`${row.block_id}.${row.param}`] ?? row.param,
        settingText(row.from),
        settingText(row.to),
        gain(row.total_return),
        fall(row.max_drawdown),
        metricText("sharpe", row.sharpe),
        trades(row.num_trades),
      ]),
    },
  ],
  starts: (rows) => [{
    head: ["First day (UTC)", "Total return", "CAGR", "Buy & hold"],
    rows: rows.map((row) => [
      date(row.from),
      gain(row.total_return),
      metricText("cagr", row.cagr),
      metricText("buy_and_hold_return", row.buy_and_hold_return),
    ]),
  }],
  markets: (rows) => [{
    head: ["Market", "Total return", "Buy & hold", "Max drawdown", "Trades"],
    rows: rows.map((row) => [
      `${row.asset} ${row.timeframe}`,
      gain(row.total_return),
      metricText("buy_and_hold_return", row.buy_and_hold_return),
      fall(row.max_drawdown),
      trades(row.num_trades),
    ]),
  }],
  walk_forward: ({ folds, total_return, max_drawdown, efficiency }, numbers) => [
    {
      head: [
        "Used from (UTC)",
        ...Object.keys(folds[0]?.params ?? {}).map((key) => numbers[key] ?? key),
        "Sharpe in tuning",
        "Return in tuning",
        "Return after it",
        "Trades after it",
      ],
      rows: folds.map((fold) => [
        date(fold.test_from),
        ...Object.values(fold.params).map(settingText),
        metricText("sharpe", fold.train_sharpe),
        gain(fold.train_return),
        gain(fold.test_return),
        trades(fold.num_trades),
      ]),
    },
    {
      head: ["", "Value"],
      rows: [
        ["Total return after the tunings", gain(total_return)],
        ["Max drawdown after the tunings", fall(max_drawdown)],
        ["Yearly gain kept from the tunings", efficiency === null ? "–" : share(efficiency)],
      ],
    },
  ],
  skill: ({ sharpe_daily, psr, dsr, trials, days_needed, days }) => [{
    head: ["", "Value"],
    rows: [
      ["Sharpe ratio, a day", number(sharpe_daily, 4)],
      ["Probability that it is above 0", share(psr)],
      ["Probability that it is above the best of the tries by luck", share(dsr)],
      ["Tries", number(trials)],
      ["Days", number(days)],
      ["Days needed to be 95 % sure", days_needed === null ? "–" : number(Math.ceil(days_needed))],
    ],
  }],
};

/** Nothing for a test that could not be done. */
export function tablesOf(
  found: FoundOutcome,
  numbers: Readonly<Record<string, string>>,
): readonly NumberTable[] {
  if (found.out === null) return [];
  const tables = TABLES[found.name] as (
    out: unknown,
    numbers: Readonly<Record<string, string>>,
  ) => readonly NumberTable[];
  return tables(found.out, numbers);
}
