/** What every block showed at one candle. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { computeColumns } from "../simulation/columns.ts";
import { rangeOf } from "../simulation/range.ts";
import { checkSettings, type RunSettings } from "../simulation/settings.ts";
import { checkVolume } from "../simulation/volume_check.ts";
import type { StrategyPlan } from "../strategy/plan.ts";

/**
 * Values of every port of every block over the range, connected or not: `block.port` → one value per bar.
 *
 * @throws {RangeError} where `runBacktest` would
 */
export function portColumns(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
): ReadonlyMap<string, Float64Array | Uint8Array> {
  checkSettings(settings);
  checkVolume(plan, candles);
  const range = rangeOf(candles, plan.historyBars, settings);
  const columns = computeColumns(plan, plan.allNodes, range.candles);
  return new Map(
    [...plan.ports].map(([port, slot]) => [port, columns[slot]!.subarray(range.offset)]),
  );
}

/** The value of one port at one bar: a number, true or false; `null` while it is not known. */
export type PortValue = number | boolean | null;

/** What columns by port hold at `bar`; `null` where they hold no number. */
export function valuesAt(
  ports: ReadonlyMap<string, Float64Array | Uint8Array>,
  bar: number,
): Readonly<Record<string, PortValue>> {
  const values: Record<string, PortValue> = {};
  for (const [port, column] of ports) {
    const value = column[bar] ?? NaN;
    if (!Number.isFinite(value)) values[port] = null;
    else values[port] = column instanceof Uint8Array ? value === 1 : value;
  }
  return values;
}

/** Every port's value at `bar` of the range. @throws {RangeError} for a bar that is not in it. */
export function explainBar(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  bar: number,
): Readonly<Record<string, PortValue>> {
  const ports = portColumns(candles, plan, settings);
  for (const { length } of ports.values()) {
    if (!(bar >= 0 && bar < length && bar === Math.floor(bar))) {
      throw new RangeError(`There is no bar ${bar}: the range has ${length} bars, from 0.`);
    }
  }
  return valuesAt(ports, bar);
}
