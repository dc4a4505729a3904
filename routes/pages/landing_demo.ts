/** What the engine makes of a template on the playground's synthetic candles: real code, nothing posed. */
import { engineSettings } from "../../contracts/engine_settings.ts";
import type { PlayResult } from "../../features/editor/playground/PlayStill.tsx";
import { GUEST_SERIES } from "../../studio/guest/guest_market.ts";
import { USUAL_COSTS } from "../../studio/document/usual_costs.ts";
import { presetRange } from "../../studio/run/run_range.ts";
import {
  buyAndHoldEquity,
  compileStrategy,
  DEFAULT_SETTINGS,
  resultToJson,
  runBacktest,
  type StrategyTemplate,
} from "../../engine/mod.ts";
import { describeError } from "../../server/logging/log.ts";
import type { Services } from "../../server/services.ts";

const POINTS = 240;
const DAY_MS = 86_400_000;

const made = new Map<string, Promise<PlayResult | null>>();

/** The result over the year that the playground opens with, made once; `null` when it cannot be had. */
export function playResult(
  services: Services,
  template: StrategyTemplate,
): Promise<PlayResult | null> {
  const known = made.get(template.id);
  if (known) return known;
  const result = makeResult(services, template).catch((error) => {
    made.delete(template.id);
    services.log.warn("the playground has no result", {
      template: template.id,
      error: describeError(error),
    });
    return null;
  });
  made.set(template.id, result);
  return result;
}

async function makeResult(
  { marketData }: Services,
  { document }: StrategyTemplate,
): Promise<PlayResult | null> {
  const compiled = compileStrategy(document);
  const { asset, timeframe, toMs } = GUEST_SERIES;
  const range = presetRange("1y", GUEST_SERIES, toMs);
  if (!compiled.ok || !range) return null;
  const fromMs = Date.parse(range.from);
  const candles = await marketData.candles({
    asset,
    timeframe,
    fromMs,
    toMs,
    historyBars: compiled.plan.historyBars,
  });
  const { fee_percent: feePercent, slippage_percent: slippagePercent } = USUAL_COSTS;
  const { initialCapital, intrabar } = DEFAULT_SETTINGS;
  const choices = { ...USUAL_COSTS, initial_capital: initialCapital, intrabar };
  const settings = engineSettings(choices, { fromMs, toMs });
  const result = runBacktest(candles, compiled.plan, settings);
  return {
    asset,
    timeframe,
    metrics: resultToJson(result).metrics,
    capital: initialCapital,
    feePercent,
    slippagePercent,
    points: {
      fromMs,
      toMs: toMs - DAY_MS,
      equity: sampled(result.equity),
      hold: sampled(buyAndHoldEquity(result)),
    },
  };
}

/** Every so-manieth value, the last one included. */
function sampled(values: Float64Array): number[] {
  const step = Math.max(1, Math.floor(values.length / POINTS));
  const points = Array.from(
    { length: Math.ceil(values.length / step) },
    (_, i) => values[i * step] ?? 0,
  );
  points[points.length - 1] = values.at(-1) ?? 0;
  return points;
}
