/** What each template makes of the newest stored candles of a market: to choose one by, not to keep. */
import {
  DEFAULT_CAPITAL,
  DEFAULT_FEE_PERCENT,
  DEFAULT_SLIPPAGE_PERCENT,
} from "../../contracts/backtests.ts";
import { engineSettings } from "../../contracts/engine_settings.ts";
import type { TemplateResult } from "../../contracts/templates.ts";
import { compileStrategy, runBacktest, TEMPLATES } from "../../engine/mod.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import type { MarketData } from "../market_data/service.ts";
import { sparklineOf } from "./sparkline.ts";

export interface TemplateMarket {
  readonly asset: string;
  readonly timeframe: MarketTimeframe;
}

export interface TemplateResults {
  /** ISO 8601; `null` when no candles of the market are stored. */
  readonly from: string | null;
  /** Exclusive. */
  readonly to: string | null;
  /** A template without an entry has no result. */
  readonly byId: ReadonlyMap<string, TemplateResult>;
}

interface Parts {
  readonly marketData: Pick<MarketData, "markets" | "load">;
  readonly log: Logger;
}

const CHOICES = {
  initial_capital: DEFAULT_CAPITAL,
  fee_percent: DEFAULT_FEE_PERCENT,
  slippage_percent: DEFAULT_SLIPPAGE_PERCENT,
  intrabar: "stop_first",
} as const;
const SPAN_MS = 2 * 365 * 86_400_000;
/** Markets whose results are kept: all that there are, and some of the days before. */
const MOST_KEPT = 100;
const NOTHING: TemplateResults = { from: null, to: null, byId: new Map() };

/** By process and market data; the end of the candles is part of the key, so that new candles are new results. */
const kept = new WeakMap<object, Map<string, Promise<TemplateResults>>>();

/** Results over the newest two years that are stored, or over what there is. Nothing is fetched for it. */
export async function templateResults(
  parts: Parts,
  { asset, timeframe }: TemplateMarket,
): Promise<TemplateResults> {
  const markets = await parts.marketData.markets();
  const series = markets.find((market) => market.asset === asset)?.series
    .find((entry) => entry.timeframe === timeframe);
  if (!series || series.firstMs === null || series.lastMs === null) return NOTHING;
  const toMs = series.lastMs + MARKET_TIMEFRAMES[timeframe];
  const fromMs = Math.max(series.firstMs, toMs - SPAN_MS);
  const known = kept.get(parts.marketData) ?? new Map<string, Promise<TemplateResults>>();
  kept.set(parts.marketData, known);
  const key = `${asset} ${timeframe} ${fromMs} ${toMs}`;
  const before = known.get(key);
  if (before) return await before;
  const made = makeResults(parts, { asset, timeframe, fromMs, toMs });
  known.set(key, made);
  for (const old of [...known.keys()].slice(0, -MOST_KEPT)) known.delete(old);
  try {
    return await made;
  } catch (error) {
    known.delete(key);
    // A page for choosing a template is of use without them.
    parts.log.warn("templates have no results", { asset, timeframe, error: describeError(error) });
    return NOTHING;
  }
}

async function makeResults(
  { marketData, log }: Parts,
  range: TemplateMarket & { readonly fromMs: number; readonly toMs: number },
): Promise<TemplateResults> {
  const compiled = TEMPLATES.flatMap(({ id, document }) => {
    const { ok, ...rest } = compileStrategy(document);
    return ok && "plan" in rest ? [{ id, plan: rest.plan }] : [];
  });
  // The engine takes of the history what each plan asks for.
  const historyBars = Math.max(...compiled.map(({ plan }) => plan.historyBars));
  const candles = await marketData.load({ ...range, historyBars });
  const settings = engineSettings(CHOICES, range);
  const byId = new Map<string, TemplateResult>();
  for (const { id, plan } of compiled) {
    // Each is a run of the engine: other requests get their turn in between.
    await new Promise((resolve) => setTimeout(resolve, 0));
    try {
      const { metrics, equity } = runBacktest(candles, plan, settings);
      byId.set(id, {
        total_return: metrics.total_return ?? null,
        buy_and_hold_return: metrics.buy_and_hold_return ?? null,
        max_drawdown: metrics.max_drawdown ?? null,
        num_trades: metrics.num_trades ?? null,
        sparkline: sparklineOf(equity, CHOICES.initial_capital),
      });
    } catch (error) {
      log.warn("a template has no result", { template: id, error: describeError(error) });
    }
  }
  return {
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    byId,
  };
}
