/** The list of templates, in the order they are offered. */
import { bollingerBounce } from "./bollinger_bounce.ts";
import { bollingerRsiDip } from "./bollinger_rsi_dip.ts";
import { buyAndHold } from "./buy_and_hold.ts";
import { donchianBreakout } from "./donchian_breakout.ts";
import { emaTrend } from "./ema_trend.ts";
import { goldenCross } from "./golden_cross.ts";
import { macdCross } from "./macd_cross.ts";
import { macdEmaFilter } from "./macd_ema_filter.ts";
import { rsi2Dip } from "./rsi2_dip.ts";
import { rsiRebound } from "./rsi_rebound.ts";
import { stochasticExtremes } from "./stochastic_extremes.ts";
import { supertrendFlip } from "./supertrend_flip.ts";
import { threeUpCloses } from "./three_up_closes.ts";
import { tooGoodToBeTrue } from "./too_good_to_be_true.ts";
import { turtle } from "./turtle.ts";
import type { StrategyTemplate } from "./template.ts";

const WRITTEN: readonly StrategyTemplate[] = [
  rsiRebound,
  goldenCross,
  emaTrend,
  rsi2Dip,
  bollingerRsiDip,
  bollingerBounce,
  macdCross,
  macdEmaFilter,
  donchianBreakout,
  turtle,
  supertrendFlip,
  stochasticExtremes,
  threeUpCloses,
  buyAndHold,
  tooGoodToBeTrue,
];

/** Every template; its document carries its explanation as notes, so that who starts from it can read it while editing. */
export const TEMPLATES: readonly StrategyTemplate[] = WRITTEN.map((template) => ({
  ...template,
  document: { ...template.document, notes: explanation(template) },
}));

function explanation({ summary, when_it_works, when_it_fails }: StrategyTemplate): string {
  return `${summary}\n\nWorks when:\n${when_it_works}\n\nFails when:\n${when_it_fails}`;
}
