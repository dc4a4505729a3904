/** The list of strategies as the person looks at it: searched, sorted, with a word about each one's newest result. */
import { minutesOf } from "../../contracts/imported_markets.ts";
import { isSameSeries } from "../../contracts/market_names.ts";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import type { BadgeTone } from "../../ui/Badge.tsx";
import { distinctTags } from "../../contracts/tags.ts";
import { date, endTime, period } from "../../text/format.ts";
import { type AutoTrouble, autoTrouble, sinceWords } from "../../text/schedule_words.ts";
import { type Sort, sortedBy } from "../../ui/Table.tsx";
import strategyTableStyles from "./StrategyTable.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

export type ListColumn =
  | "name"
  | "market"
  | "updated_at"
  | "auto_update"
  | "last_run"
  | "total_return"
  | "buy_and_hold_return"
  | "max_drawdown"
  | "num_trades";

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
  { key: "market", label: "Market", cell: strategyTableStyles.cMarket },
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
    key: "buy_and_hold_return",
    label: "Buy & hold",
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
  {
    key: "num_trades",
    label: "Trades",
    cell: strategyTableStyles.cTrades,
    numeric: true,
    descendingFirst: true,
  },
];

/** How many rows are drawn at first, and how many more each time: enough to look through, few enough to stay quick. */
export const ROWS_AT_ONCE = 100;

export interface ListFilter {
  /** Words that are all in name, market or tags. */
  readonly search: string;
  /** A tag, in any case; `null` for all. */
  readonly tag: string | null;
}

/** Those that the filter lets through, in the order asked for: pinned ones first. */
export function shownStrategies(
  strategies: readonly StrategyListItem[],
  { search, tag }: ListFilter,
  { key, descending }: Sort<ListColumn>,
): StrategyListItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = strategies.filter(({ name, asset, timeframe, import: own, tags }) => {
    if (tag !== null && !hasTag(tags, tag)) return false;
    const text = `${name} ${asset} ${timeframe} ${own ?? ""} ${tags.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const sorted = sortedBy(found, (item) => valueOf(item, key), descending);
  return [...sorted.filter((item) => item.is_pinned), ...sorted.filter((item) => !item.is_pinned)];
}

function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((own) => own.toLowerCase() === tag.toLowerCase());
}

/** Every tag that is used, once whatever its case, in the order of the alphabet. */
export function usedTags(strategies: readonly StrategyListItem[]): string[] {
  const all = distinctTags(strategies.flatMap(({ tags }) => tags));
  return sortedBy(all, (tag) => tag, false);
}

/** Whether there is a result of it that can stand beside others. */
export function isComparable({ last_result }: StrategyListItem): boolean {
  return last_result !== null;
}

/** Where the newest results of the chosen strategies are compared, in the order of the choice; `null` for fewer than two. */
export function comparePath(
  strategies: readonly StrategyListItem[],
  chosen: readonly string[],
): string | null {
  const runs = chosen.flatMap((id) =>
    strategies.find((item) => item.id === id)?.last_result?.id ?? []
  );
  return runs.length < 2 ? null : `/compare?runs=${runs.join(",")}`;
}

function valueOf(item: StrategyListItem, column: ListColumn): number | string | null {
  switch (column) {
    case "name":
    case "updated_at":
      return item[column];
    case "market": {
      // Assets by the alphabet, and of one the shorter timeframe first.
      return `${item.asset} ${String(minutesOf(item.timeframe)).padStart(6, "0")}`;
    }
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
  { last_run: run, last_result: result, freshness, has_new_result }: StrategyListItem,
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
  const end = result
    ? `candles end ${endTime(Date.parse(result.candles_until))}`
    : "candles end earlier";
  return freshness === "updated_today"
    ? {
      label: "Updated today",
      tone: "gain",
      title: `Its last backtest ran today (UTC), up to the newest candle that had closed: ${end}.`,
    }
    : {
      label: "Needs update",
      tone: "caution",
      title: `Its ${end}. ${
        result?.import
          ? "Import newer ones and run it again."
          : "Run it again to include the newest there are."
      }`,
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
  /** The period that they cover. */
  readonly period: string | null;
  /** The market that they are of, when the strategy has moved to another one since. */
  readonly market: string | null;
}

/** "Figures: run of 27 Nov 2026", "1 Jan 2021 – 31 Dec 2022", "on ETH/USDT 4h". */
export function figureSource(
  { last_run: run, last_result: result, asset, timeframe, import: own }: StrategyListItem,
  zone: string,
): FigureSource {
  if (!run || !result) return { run: null, period: null, market: null };
  return {
    run: run.id === result.id
      ? null
      : { id: result.id, words: `Figures: run of ${date(result.created_at, zone)}` },
    period: period(result.candles_from, result.candles_until),
    market: isSameSeries(result, { asset, timeframe, import: own })
      ? null
      : `on ${result.asset} ${result.timeframe}${
        result.import === null ? "" : `, your import ${result.import}`
      }`,
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
