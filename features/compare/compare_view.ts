/** Runs side by side: the same figures in a row, with what is different about each. */
import type { Run } from "../../contracts/backtests.ts";
import { venueName } from "../../text/assets.ts";
import { percentPoints, period, shortName, UNKNOWN } from "../../text/format.ts";
import type { TermKey } from "../../text/glossary.ts";
import { capitalText, type Figure, metricDifference, metricText } from "../../text/metric_text.ts";
import { INTRABAR_WORDS } from "../../components/result_words/ambiguity_words.ts";
import { metricCards } from "../../components/result_words/metric_words.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";

/** What is known of a run that is compared. */
export interface ComparedRun {
  readonly run: Run;
  readonly metrics: ResultSummary["metrics"];
  /** The strategy of its version in plain English. */
  readonly rules: string;
}

/** The compared runs go by letters, on the chart as in the tables. */
export const LETTERS = ["A", "B", "C", "D"] as const;

export interface FigureCell {
  readonly value: string;
  readonly tone: "gain" | "loss" | undefined;
  /** To the first run, in words: `+2.1 points`, `the same`; `null` for the first one, and where either is not known. */
  readonly difference: string | null;
}

export interface FigureRow {
  readonly key: TermKey & Figure;
  readonly cells: readonly FigureCell[];
}

export function figureRows(runs: readonly ComparedRun[]): readonly FigureRow[] {
  const cards = runs.map(({ run, metrics }) =>
    metricCards(metrics, run.initial_capital, "compare")
  );
  return cards[0]!.map(({ key }, row) => {
    const isUnknown = (at: number) => cards[at]![row]!.value === UNKNOWN;
    const first = figureOf(key, runs[0]!.metrics);
    return {
      key,
      cells: runs.map(({ metrics }, at): FigureCell => {
        const own = figureOf(key, metrics);
        const { value, tone } = cards[at]![row]!;
        return {
          value,
          tone,
          difference: at === 0 || isUnknown(0) || isUnknown(at) ||
              own === null || first === null
            ? null
            : metricText(key, own) === metricText(key, first)
            ? "the same"
            : metricDifference(key, own, first),
        };
      }),
    };
  });
}

function figureOf(key: Figure, metrics: ResultSummary["metrics"]): number | null {
  return key === "costs"
    ? (metrics.fees_paid ?? 0) + (metrics.slippage_paid ?? 0)
    : metrics[key] ?? null;
}

export interface SettingRow {
  readonly label: string;
  readonly values: readonly string[];
  /** Not the same for all of the runs. */
  readonly differs: boolean;
}

interface Setting {
  readonly label: string;
  readonly of: (compared: ComparedRun) => string;
}

const STRATEGY: Setting = { label: "Strategy", of: ({ run }) => run.strategy_name };

const SETTINGS: readonly Setting[] = [
  { label: "Version", of: ({ run }) => `v${run.version_number}` },
  { label: "Rules", of: ({ rules }) => rules },
  { label: "Period (UTC)", of: ({ run }) => period(run.date_from, run.date_to) },
  { label: "Market", of: ({ run }) => `${run.asset} ${run.timeframe}` },
  {
    label: "Candles from",
    of: ({ run }) => run.venue === null ? UNKNOWN : venueName(run.venue, run.import),
  },
  { label: "Fee per trade side", of: ({ run }) => percentPoints(run.fee_percent) },
  { label: "Slippage per fill", of: ({ run }) => percentPoints(run.slippage_percent) },
  { label: "Starting capital", of: ({ run }) => capitalText(run.initial_capital) },
  { label: "Stop and target in the same candle", of: ({ run }) => INTRABAR_WORDS[run.intrabar] },
  { label: "Engine", of: ({ run }) => run.engine_version ?? UNKNOWN },
];

export function settingRows(runs: readonly ComparedRun[]): readonly SettingRow[] {
  const settings = ofSeveralStrategies(runs) ? [STRATEGY, ...SETTINGS] : SETTINGS;
  return settings.map(({ label, of }) => {
    const values = runs.map(of);
    return { label, values, differs: new Set(values).size > 1 };
  });
}

/** What is different about the runs, in one sentence. */
export function differenceWords(rows: readonly SettingRow[]): string {
  const names = rows.filter(({ differs }) => differs).map(({ label }) => SPOKEN[label] ?? label);
  if (names.length === 0) {
    return "All settings are the same, so the results differ only if the candles changed.";
  }
  const list = names.length === 1
    ? names[0]!
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `Different: ${list}. Everything else is the same.`;
}

const SPOKEN: Readonly<Record<string, string>> = {
  "Strategy": "strategy",
  "Version": "version",
  "Rules": "rules",
  "Period (UTC)": "period",
  "Market": "market",
  "Candles from": "source of candles",
  "Fee per trade side": "fee",
  "Slippage per fill": "slippage",
  "Starting capital": "starting capital",
  "Stop and target in the same candle": "stop or target first",
  "Engine": "engine",
};

/** Whether they are of more than one strategy. */
export function ofSeveralStrategies(runs: readonly ComparedRun[]): boolean {
  return new Set(runs.map(({ run }) => run.strategy_id)).size > 1;
}

/** What a run is called among the others: by its strategy where they are of several, else by its version. */
export function runName({ run }: ComparedRun, runs: readonly ComparedRun[]): string {
  return ofSeveralStrategies(runs)
    ? `${shortName(run.strategy_name)} v${run.version_number}`
    : `v${run.version_number}`;
}

/** Where runs on different markets mislead, a sentence; `null` when all are on the same. */
export function marketWarning(runs: readonly ComparedRun[]): string | null {
  const markets = [...new Set(runs.map(({ run }) => `${run.asset} ${run.timeframe}`))];
  if (markets.length === 1) return null;
  const list = `${markets.slice(0, -1).join(", ")} and ${markets.at(-1)}`;
  return `These backtests are of different markets: ${list}. A better figure may come from the market, not from the rules. Compare each with its own buy & hold.`;
}

/** Where runs of different periods mislead, a sentence; `null` when all cover the same. */
export function periodWarning(runs: readonly ComparedRun[]): string | null {
  const periods = new Set(runs.map(({ run }) => `${run.date_from} ${run.date_to}`));
  return periods.size === 1
    ? null
    : "These backtests do not cover the same period. Each curve begins at 0 % on its own first day, and a longer period had more time to gain or to fall.";
}
