/** The list of blocks, in the order of the palette: a new block is its file and a line here. */
import { compare } from "./conditions/compare.ts";
import { crossover } from "./conditions/crossover.ts";
import type { BlockDefinition } from "./definition.ts";
import { atr } from "./indicators/atr.ts";
import { ema } from "./indicators/ema.ts";
import { rsi } from "./indicators/rsi.ts";
import { sma } from "./indicators/sma.ts";
import { and } from "./logic/and.ts";
import { not } from "./logic/not.ts";
import { or } from "./logic/or.ts";
import { number } from "./prices/number.ts";
import { price } from "./prices/price.ts";
import { volume } from "./prices/volume.ts";
import { positionSize } from "./risk/position_size.ts";
import { stopLoss } from "./risk/stop_loss.ts";
import { takeProfit } from "./risk/take_profit.ts";
import { entrySignal } from "./signals/entry_signal.ts";
import { exitSignal } from "./signals/exit_signal.ts";

export const BLOCKS: readonly BlockDefinition[] = [
  price,
  volume,
  number,
  sma,
  ema,
  rsi,
  atr,
  compare,
  crossover,
  and,
  or,
  not,
  entrySignal,
  exitSignal,
  positionSize,
  stopLoss,
  takeProfit,
];

const BY_TYPE = new Map(BLOCKS.map((block) => [block.type, block]));

/** The definition of a block type, `undefined` for a type there is not. */
export function blockDefinition(type: string): BlockDefinition | undefined {
  return BY_TYPE.get(type);
}
