/** The list of blocks, in the order of the palette: a new block is its file and a line here. */
import type { BlockDefinition } from "./definition/definition.ts";
import { compare } from "./conditions/compare.ts";
import { crossover } from "./conditions/crossover.ts";
import { falling } from "./conditions/falling.ts";
import { rising } from "./conditions/rising.ts";
import { timeWindow } from "./conditions/time_window.ts";
import { adx } from "./indicators/adx.ts";
import { atr } from "./indicators/atr.ts";
import { bollinger } from "./indicators/bollinger.ts";
import { cci } from "./indicators/cci.ts";
import { donchian } from "./indicators/donchian.ts";
import { ema } from "./indicators/ema.ts";
import { highest } from "./indicators/highest.ts";
import { keltner } from "./indicators/keltner.ts";
import { lowest } from "./indicators/lowest.ts";
import { macd } from "./indicators/macd.ts";
import { math } from "./indicators/math.ts";
import { mfi } from "./indicators/mfi.ts";
import { obv } from "./indicators/obv.ts";
import { previous } from "./indicators/previous.ts";
import { roc } from "./indicators/roc.ts";
import { rsi } from "./indicators/rsi.ts";
import { sma } from "./indicators/sma.ts";
import { stddev } from "./indicators/stddev.ts";
import { stochastic } from "./indicators/stochastic.ts";
import { supertrend } from "./indicators/supertrend.ts";
import { vwap } from "./indicators/vwap.ts";
import { williamsR } from "./indicators/williams_r.ts";
import { wma } from "./indicators/wma.ts";
import { and } from "./logic/and.ts";
import { not } from "./logic/not.ts";
import { or } from "./logic/or.ts";
import { sustained } from "./logic/sustained.ts";
import { within } from "./logic/within.ts";
import { number } from "./prices/number.ts";
import { price } from "./prices/price.ts";
import { volume } from "./prices/volume.ts";
import { cooldown } from "./risk/cooldown.ts";
import { positionSize } from "./risk/position_size.ts";
import { stopLoss } from "./risk/stop_loss.ts";
import { takeProfit } from "./risk/take_profit.ts";
import { timeExit } from "./risk/time_exit.ts";
import { trailingStop } from "./risk/trailing_stop.ts";
import { entrySignal } from "./signals/entry_signal.ts";
import { exitSignal } from "./signals/exit_signal.ts";

export const BLOCKS: readonly BlockDefinition[] = [
  price,
  volume,
  number,
  sma,
  ema,
  wma,
  rsi,
  macd,
  bollinger,
  atr,
  stochastic,
  adx,
  cci,
  mfi,
  williamsR,
  roc,
  obv,
  donchian,
  keltner,
  supertrend,
  vwap,
  highest,
  lowest,
  stddev,
  previous,
  math,
  compare,
  crossover,
  rising,
  falling,
  timeWindow,
  and,
  or,
  not,
  within,
  sustained,
  entrySignal,
  exitSignal,
  positionSize,
  stopLoss,
  takeProfit,
  trailingStop,
  timeExit,
  cooldown,
];

const BY_TYPE = new Map(BLOCKS.map((block) => [block.type, block]));

/** The definition of a block type, `undefined` for a type there is not. */
export function blockDefinition(type: string): BlockDefinition | undefined {
  return BY_TYPE.get(type);
}
