/** Computes one block by itself. */
import type {
  BlockDefinition,
  Column,
  ParamValue,
  SourceName,
} from "../blocks/definition/definition.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { sourceColumn } from "../simulation/columns.ts";
import { resolveParams } from "../strategy/params.ts";

/**
 * Runs a block over candles. What is not given for an input is made of the candles: the source, or the close for a series and
 * "close above open" for a signal, so that every block can be tried. It writes to columns that are blank, or were used before.
 */
export function computeBlock(
  definition: BlockDefinition,
  candles: CandleSeries,
  given: Readonly<Record<string, ParamValue>> = {},
  inputs: Readonly<Record<string, Column>> = {},
  written: "blank" | "used" = "blank",
): Record<string, Column> {
  const params = resolveParams(definition, given);
  const outputs: Record<string, Column> = {};
  for (const { name, kind } of definition.outputs) {
    outputs[name] = kind === "signal"
      ? new Uint8Array(candles.length)
      : new Float64Array(candles.length).fill(NaN);
    if (written === "used") outputs[name]!.fill(7);
  }
  if (definition.columns) {
    for (const [port, source] of Object.entries(definition.columns)) {
      outputs[port] = sourceColumn(candles, source);
    }
    return outputs;
  }
  const filled: Record<string, Column | null> = {};
  definition.inputs.forEach((port, k) => {
    const wanted = port.required || k < (definition.minInputs ?? 0);
    if (inputs[port.name]) filled[port.name] = inputs[port.name]!;
    else if (port.name === "source") {
      filled.source = sourceColumn(candles, (params.source ?? "close") as SourceName);
    } else if (!wanted) filled[port.name] = null;
    else filled[port.name] = port.kind === "signal" ? risingCandles(candles) : candles.close;
  });
  definition.compute?.({ candles, params, inputs: filled, outputs, knownFrom: 0 });
  return outputs;
}

function risingCandles({ open, close }: CandleSeries): Uint8Array {
  return Uint8Array.from(close, (value, i) => value > open[i]! ? 1 : 0);
}
