/** The indicators that are measured, what TA-Lib in C takes for them, and what npm has for them. */
import { createRequire } from "node:module";
import * as fastTechnical from "fast-technical-indicators";
import * as signals from "trading-signals";

/** Required, not imported: its types bring those of a Node.js of long ago, which would stand in for today's everywhere. */
const technical: Readonly<Record<string, { calculate(input: object): unknown }>> = createRequire(
  import.meta.url,
)("technicalindicators");

export interface Bars {
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
}

interface Peer {
  readonly name: string;
  readonly run: (bars: Bars) => unknown;
}

export interface Indicator {
  readonly type: string;
  /** TA-Lib in C (-O3), measured once on a machine of this kind: nanoseconds a value, and how much slower is still good. */
  readonly talibNs?: number;
  readonly allowed?: number;
  readonly peers: readonly Peer[];
}

const FTI = "fast-technical-indicators";
const TI = "technicalindicators";
const TS = "trading-signals";

export const INDICATORS: readonly Indicator[] = [
  {
    type: "sma",
    talibNs: 1.7,
    peers: [
      { name: TI, run: ({ close }) => technical.SMA!.calculate({ period: 20, values: close }) },
      { name: FTI, run: ({ close }) => fastTechnical.sma({ period: 20, values: close }) },
      { name: TS, run: ({ close }) => each(new signals.SMA(20), close) },
    ],
  },
  {
    type: "ema",
    talibNs: 2.5,
    peers: [
      { name: TI, run: ({ close }) => technical.EMA!.calculate({ period: 20, values: close }) },
      { name: FTI, run: ({ close }) => fastTechnical.ema({ period: 20, values: close }) },
      { name: TS, run: ({ close }) => each(new signals.EMA(20), close) },
    ],
  },
  {
    type: "rsi",
    talibNs: 7.5,
    peers: [
      { name: TI, run: ({ close }) => technical.RSI!.calculate({ period: 14, values: close }) },
      { name: FTI, run: ({ close }) => fastTechnical.rsi({ period: 14, values: close }) },
      { name: TS, run: ({ close }) => each(new signals.RSI(14), close) },
    ],
  },
  {
    type: "macd",
    talibNs: 17.6,
    peers: [
      { name: TI, run: ({ close }) => technical.MACD!.calculate({ ...MACD, values: close }) },
      { name: FTI, run: ({ close }) => fastTechnical.macd({ ...MACD, values: close }) },
      {
        name: TS,
        run: ({ close }) =>
          each(
            new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9)),
            close,
          ),
      },
    ],
  },
  {
    type: "bollinger",
    talibNs: 6.5,
    peers: [
      {
        name: TI,
        run: ({ close }) => technical.BollingerBands!.calculate({ ...BANDS, values: close }),
      },
      { name: FTI, run: ({ close }) => fastTechnical.bollingerbands({ ...BANDS, values: close }) },
      { name: TS, run: ({ close }) => each(new signals.BollingerBands(20, 2), close) },
    ],
  },
  {
    type: "atr",
    talibNs: 6.1,
    peers: [
      { name: TI, run: (bars) => technical.ATR!.calculate({ period: 14, ...bars }) },
      { name: FTI, run: (bars) => fastTechnical.atr({ period: 14, ...bars }) },
      { name: TS, run: (bars) => eachBar(new signals.ATR(14), bars) },
    ],
  },
  {
    type: "stochastic",
    talibNs: 13.4,
    allowed: 1.3,
    peers: [
      {
        name: TI,
        run: (bars) => technical.Stochastic!.calculate({ period: 14, signalPeriod: 3, ...bars }),
      },
      {
        name: FTI,
        run: (bars) => fastTechnical.stochastic({ period: 14, signalPeriod: 3, ...bars }),
      },
      {
        name: TS,
        run: (bars) =>
          eachBar(
            new signals.StochasticOscillator({ dPeriod: 3, kPeriod: 14, kSlowingPeriod: 3 }),
            bars,
          ),
      },
    ],
  },
  {
    type: "adx",
    talibNs: 11.5,
    allowed: 1.3,
    peers: [
      { name: TI, run: (bars) => technical.ADX!.calculate({ period: 14, ...bars }) },
      { name: FTI, run: (bars) => fastTechnical.adx({ period: 14, ...bars }) },
      { name: TS, run: (bars) => eachBar(new signals.ADX(14), bars) },
    ],
  },
  ...[
    "wma",
    "cci",
    "mfi",
    "williams_r",
    "roc",
    "obv",
    "donchian",
    "keltner",
    "supertrend",
    "vwap",
    "highest",
    "lowest",
    "stddev",
  ].map((type) => ({ type, peers: [] })),
];

const MACD = {
  fastPeriod: 12,
  slowPeriod: 26,
  signalPeriod: 9,
  SimpleMAOscillator: false,
  SimpleMASignal: false,
};
const BANDS = { period: 20, stdDev: 2 };

interface Streaming<Input> {
  add(input: Input): unknown;
}

function each(indicator: Streaming<number>, values: readonly number[]): void {
  for (const value of values) indicator.add(value);
}

function eachBar(
  indicator: Streaming<{ high: number; low: number; close: number }>,
  { high, low, close }: Bars,
): void {
  for (let i = 0; i < close.length; i++) {
    indicator.add({ high: high[i]!, low: low[i]!, close: close[i]! });
  }
}
