/**
 * Indicators as anyone would write them who knows that the prices are there and in order: one loop, nothing unknown, no care
 * about lost digits. The periods are the blocks' defaults.
 */
import type { CandleSeries } from "../../engine/mod.ts";

export interface PlainIndicator {
  /** Ports of the block, in the order of the buffers. */
  readonly ports: readonly string[];
  readonly run: (candles: CandleSeries, buffers: readonly Float64Array[]) => void;
}

export const PLAIN_INDICATORS: Readonly<Record<string, PlainIndicator>> = {
  sma: { ports: ["value"], run: ({ close }, [out]) => sma(close, 20, out!) },
  ema: { ports: ["value"], run: ({ close }, [out]) => ema(close, 20, out!) },
  rsi: { ports: ["value"], run: ({ close }, [out]) => rsi(close, 14, out!) },
  atr: { ports: ["value"], run: (candles, [out]) => atr(candles, 14, out!) },
  bollinger: {
    ports: ["upper", "middle", "lower"],
    run: ({ close }, [upper, middle, lower]) => bands(close, 20, 2, upper!, middle!, lower!),
  },
  stochastic: {
    ports: ["k", "d"],
    run: (candles, [k, d]) => stochastic(candles, 14, k!, d!),
  },
};

function sma(x: Float64Array, n: number, out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]!;
    if (i >= n) sum -= x[i - n]!;
    if (i >= n - 1) out[i] = sum / n;
  }
}

function ema(x: Float64Array, n: number, out: Float64Array): void {
  const weight = 2 / (n + 1);
  let average = 0;
  for (let i = 0; i < n; i++) average += x[i]! / n;
  out[n - 1] = average;
  for (let i = n; i < x.length; i++) {
    average += (x[i]! - average) * weight;
    out[i] = average;
  }
}

function rsi(x: Float64Array, n: number, out: Float64Array): void {
  let gain = 0;
  let loss = 0;
  for (let i = 1; i < x.length; i++) {
    const change = x[i]! - x[i - 1]!;
    const up = change > 0 ? change : 0;
    const down = change < 0 ? -change : 0;
    if (i <= n) {
      gain += up / n;
      loss += down / n;
    } else {
      gain = (gain * (n - 1) + up) / n;
      loss = (loss * (n - 1) + down) / n;
    }
    if (i >= n) out[i] = 100 * gain / (gain + loss);
  }
}

function atr({ high, low, close }: CandleSeries, n: number, out: Float64Array): void {
  let average = 0;
  for (let i = 1; i < close.length; i++) {
    const before = close[i - 1]!;
    const range = Math.max(
      high[i]! - low[i]!,
      Math.abs(high[i]! - before),
      Math.abs(low[i]! - before),
    );
    average = i <= n ? average + range / n : (average * (n - 1) + range) / n;
    if (i >= n) out[i] = average;
  }
}

function bands(
  x: Float64Array,
  n: number,
  width: number,
  upper: Float64Array,
  middle: Float64Array,
  lower: Float64Array,
): void {
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) mean += x[i]! / n;
  for (let i = 0; i < n; i++) squares += (x[i]! - mean) * (x[i]! - mean);
  for (let i = n - 1; i < x.length; i++) {
    if (i >= n) {
      const change = x[i]! - x[i - n]!;
      const before = mean;
      mean += change / n;
      squares += change * (x[i]! - mean + x[i - n]! - before);
    }
    const distance = width * Math.sqrt(Math.max(0, squares) / n);
    upper[i] = mean + distance;
    middle[i] = mean;
    lower[i] = mean - distance;
  }
}

/** Both averages over three bars. */
function stochastic(
  { high, low, close }: CandleSeries,
  n: number,
  k: Float64Array,
  d: Float64Array,
): void {
  let raw1 = 0;
  let raw2 = 0;
  let k1 = 0;
  let k2 = 0;
  for (let i = n - 1; i < close.length; i++) {
    let top = high[i]!;
    let bottom = low[i]!;
    for (let j = i - n + 1; j < i; j++) {
      if (high[j]! > top) top = high[j]!;
      if (low[j]! < bottom) bottom = low[j]!;
    }
    const raw = 100 * (close[i]! - bottom) / (top - bottom);
    const smooth = (raw + raw1 + raw2) / 3;
    if (i >= n + 3) {
      k[i] = smooth;
      d[i] = (smooth + k1 + k2) / 3;
    }
    raw2 = raw1;
    raw1 = raw;
    k2 = k1;
    k1 = smooth;
  }
}
