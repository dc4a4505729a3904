/** The list of strategies as the person looks at it: searched, sorted, with a word about each one's newest result. */
import type { StrategyListItem } from "../../contracts/strategies.ts";
import type { BadgeTone } from "../ui/Badge.tsx";
import { type Sort, sortedBy } from "../ui/Table.tsx";

export type ListColumn =
  | "name"
  | "asset"
  | "timeframe"
  | "updated_at"
  | "last_run"
  | "total_return"
  | "max_drawdown";

/** Those whose name or asset holds every word of the search, in the order asked for. */
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
    case "last_run":
      return item.last_run?.created_at ?? null;
    default:
      return item.last_run?.[column] ?? null;
  }
}

export interface StateBadge {
  readonly label: string;
  readonly tone: BadgeTone;
  readonly title: string;
}

/** What there is to say about a strategy's newest run, or nothing. */
export function stateBadge(
  { last_run: run, freshness, has_new_result }: StrategyListItem,
): StateBadge | null {
  if (!run) return null;
  switch (run.status) {
    case "pending":
      return { label: "Pending", tone: "neutral", title: "Waiting for its turn." };
    case "running":
      return { label: "Running", tone: "accent", title: "The backtest is running." };
    case "failed":
      return { label: "Failed", tone: "loss", title: "Open the run to see why." };
    case "completed":
      if (has_new_result) {
        return {
          label: "New result",
          tone: "accent",
          title: "There is a result that you have not looked at yet.",
        };
      }
      return freshness === "updated_today"
        ? { label: "Updated today", tone: "gain", title: "Its last backtest ran today (UTC)." }
        : {
          label: "Needs update",
          tone: "caution",
          title:
            "Its last backtest is from another day. Run it again to include the newest candles.",
        };
  }
}
