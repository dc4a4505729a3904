/** The list of templates, in the order they are offered. */
import { buyAndHold } from "./buy_and_hold.ts";
import { emaTrend } from "./ema_trend.ts";
import { goldenCross } from "./golden_cross.ts";
import { rsi2Dip } from "./rsi2_dip.ts";
import { rsiRebound } from "./rsi_rebound.ts";
import type { StrategyTemplate } from "./template.ts";

export const TEMPLATES: readonly StrategyTemplate[] = [
  rsiRebound,
  goldenCross,
  emaTrend,
  rsi2Dip,
  buyAndHold,
];
