/** The list of strategies as the person looks at it: searched, sorted, with a word about each one's newest result. */
import type { StrategyListItem } from "../../contracts/strategies.ts";
import type { BadgeTone } from "../../ui/Badge.tsx";
import { date } from "../../text/format.ts";
import { type AutoTrouble, autoTrouble, sinceWords } from "../../text/schedule_words.ts";
import { type Sort, sortedBy } from "../../ui/Table.tsx";
import strategyTableStyles from "./StrategyTable.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

export type ListColumn =
  | "name"
  | "asset"
  | "timeframe"
  | "updated_at"
  | "auto_update"
  | "last_run"
  | "total_return"
  | "max_drawdown";

export const LIST_COLUMNS: readonly {
  readonly key: ListColumn;
  readonly label: string;
  /** The class of the column's cells. */
  readonly cell: string;
  readonly numeric?: boolean;
  /** What a first click on the head brings to the top: the newest, the highest. */
  readonly descendingFirst?: boolean;
}[] = [
  { key: "name", label: "Name", cell: strategyTableStyles.cName },
  { key: "asset", label: "Asset", cell: strategyTableStyles.cAsset },
  { key: "timeframe", label: "Timeframe", cell: strategyTableStyles.cTimeframe },
  {
    key: "updated_at",
    label: "Last modified",
    cell: strategyTableStyles.cModified,
    descendingFirst: true,
  },
  {
    key: "auto_update",
    label: "Auto-update",
    cell: strategyTableStyles.cAuto,
    descendingFirst: true,
  },
  { key: "last_run", label: "Last run", cell: strategyTableStyles.cRun, descendingFirst: true },
  {
    key: "total_return",
    label: "Return",
    cell: tableStyles.cFigure,
    numeric: true,
    descendingFirst: true,
  },
  {
    key: "max_drawdown",
    label: "Max drawdown",
    cell: tableStyles.cFigure,
    numeric: true,
    descendingFirst: true,
  },
];

/** How many rows are drawn at first, and how many more each time: enough to look through, few enough to stay quick. */
export const ROWS_AT_ONCE = 100;

/** Those whose name, asset and timeframe hold every word of the search, in the order asked for. */
export function shownStrategies(
  strategies: readonly StrategyListItem[],
  search: string,
  { key, descending }: Sort<ListColumn>,
): StrategyListItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = strategies.filter(({ name, asset, timeframe }) => {
    const text = `${name} ${asset} ${timeframe}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return sortedBy(found, (item) => valueOf(item, key), descending);
}

const TIMEFRAME_HOURS: Readonly<Record<string, number>> = { "1h": 1, "4h": 4, "1d": 24 };

function valueOf(item: StrategyListItem, column: ListColumn): number | string | null {
  switch (column) {
    case "name":
    case "asset":
    case "updated_at":
      return item[column];
    case "timeframe":
      return TIMEFRAME_HOURS[item.timeframe] ?? 0;
    case "auto_update":
      return item.auto_update_enabled ? item.auto_update.last_auto_run_at ?? "" : null;
    case "last_run":
      return item.last_run?.created_at ?? null;
    default:
      return item.last_result?.[column] ?? null;
  }
}

export interface StateBadge {
  readonly label: string;
  readonly tone: BadgeTone;
  readonly title: string;
}

/** The state of the newest run, or nothing without one; of a completed one, how new its result is. */
export function stateBadge(
  { last_run: run, freshness, has_new_result }: StrategyListItem,
): StateBadge | null {
  if (!run) return null;
  if (run.status !== "completed") return UNDER_WAY[run.status];
  if (has_new_result) {
    return {
      label: "New result",
      tone: "accent",
      title: "There is a result that you have not looked at yet.",
    };
  }
  return freshness === "updated_today"
    ? {
      label: "Updated today",
      tone: "gain",
      title: "Its last backtest ran today (UTC), up to the newest candle.",
    }
    : {
      label: "Needs update",
      tone: "caution",
      title: "Run it again to include the newest candles there are.",
    };
}

const UNDER_WAY = {
  pending: { label: "Pending", tone: "neutral", title: "Waiting for its turn." },
  running: { label: "Running", tone: "accent", title: "The backtest is running." },
  failed: { label: "Failed", tone: "loss", title: "Open the run to see why." },
} as const satisfies Readonly<Record<string, StateBadge>>;

/** Where the figures of a row come from, where its badge alone would mislead. */
export interface FigureSource {
  /** The run whose figures they are, when it is not the newest one. */
  readonly run: { readonly id: string; readonly words: string } | null;
  /** How old the candles are, when newer ones had closed. */
  readonly candles: string | null;
}

/** "Figures: run of 27 Nov 2026", "Candles end 31 Dec 2022". */
export function figureSource(
  { last_run: run, last_result: result, freshness }: StrategyListItem,
  zone: string,
): FigureSource {
  if (!run || !result) return { run: null, candles: null };
  return {
    run: run.id === result.id
      ? null
      : { id: result.id, words: `Figures: run of ${date(result.created_at, zone)}` },
    candles: freshness === "needs_update"
      ? `Candles end ${date(Date.parse(result.candles_until) - 1)}`
      : null,
  };
}

/** What there is to say about a strategy's daily updates. */
export interface AutoState {
  readonly label: "On" | "Off" | AutoTrouble["label"];
  /** Without one it is said in plain text. */
  readonly tone: BadgeTone | null;
  /** What the track record says so far. */
  readonly since: string | null;
  /** What its owner should know: why it fails, or was turned off, and what to do. */
  readonly note: string | null;
}

export function autoState(
  { auto_update: auto, forward_record: record }: StrategyListItem,
): AutoState {
  const since = record?.since ? sinceWords(record.since) : null;
  const trouble = autoTrouble(auto);
  if (!trouble) return { label: auto.enabled ? "On" : "Off", tone: null, since, note: null };
  const tone = trouble.label === "Turned off" ? "loss" : "caution";
  return { label: trouble.label, tone, since, note: trouble.note };
}
