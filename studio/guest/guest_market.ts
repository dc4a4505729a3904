/** What a guest plays with: synthetic candles of fixed years, the same for everybody, and a few templates. */
import type { Market } from "../../contracts/markets.ts";
import { type StrategyTemplate, TEMPLATES } from "../../engine/mod.ts";
import { SYNTHETIC } from "../../text/assets.ts";

/**
 * The series a guest's strategy runs on, and its days. The last year of them is shown first: one in which some templates gain
 * and others lose, as an ordinary year goes.
 */
export const GUEST_SERIES = {
  asset: SYNTHETIC,
  timeframe: "1h",
  firstMs: Date.UTC(2020, 0, 1),
  toMs: Date.UTC(2022, 0, 1),
} as const;

/** The same as the API tells of a market, so that nothing has to be asked. */
export const GUEST_MARKET: Market = {
  asset: GUEST_SERIES.asset,
  name: "Demo",
  price_decimals: 2,
  synthetic: true,
  venue: "synthetic",
  timeframes: [{
    timeframe: GUEST_SERIES.timeframe,
    first_time: new Date(GUEST_SERIES.firstMs).toISOString(),
    to_time: new Date(GUEST_SERIES.toMs).toISOString(),
    candles: (GUEST_SERIES.toMs - GUEST_SERIES.firstMs) / 3_600_000,
    behind_bars: 0,
  }],
};

/** Small enough to be read at a glance, each of another kind. */
const SHOWN = ["rsi_rebound", "golden_cross", "bollinger_bounce", "supertrend_flip"];

/** The templates on the first page, the one it opens with first. */
export const GUEST_TEMPLATES: readonly StrategyTemplate[] = SHOWN.flatMap((id) =>
  TEMPLATES.filter((template) => template.id === id)
);

/** The template of this id, else the one that the first page opens with. */
export function guestTemplate(id: string | null | undefined): StrategyTemplate {
  const template = TEMPLATES.find((candidate) => candidate.id === id) ?? GUEST_TEMPLATES[0];
  if (!template) throw new Error("there are no templates");
  return template;
}
