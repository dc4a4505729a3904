/**
 * The one place that says what a word means. Hover definitions, the cards of a result and the glossary page all read from
 * here; what metrics are called and mean is in `text/metrics/`, their order on the page in `text/glossary_order.ts`. A metric's key is its name in a result's JSON.
 */
import { type FigureMetric } from "./metrics/metric_facts.ts";
import { METRIC_WORDS } from "./metrics/words.ts";

export const GLOSSARY_GROUPS = {
  result: "The result as a whole",
  trades: "Trades",
  costs: "Costs and money",
  orders: "Orders and exits",
  candles: "Candles and time",
  blocks: "Building a strategy",
  trust: "How far to trust it",
} as const;

export type GlossaryGroup = keyof typeof GLOSSARY_GROUPS;

export interface GlossaryEntry {
  readonly group: GlossaryGroup;
  /** As it is written in the app. */
  readonly term: string;
  /** One or two plain sentences. */
  readonly definition: string;
  /** A formula or an example, for those who want to know exactly. */
  readonly more?: string;
}

const TERMS = {
  equity: {
    group: "result",
    term: "Equity",
    definition: "What the account is worth at the close of a candle: cash plus the open position.",
    more: "Cash + quantity × close.",
  },
  drawdown: {
    group: "result",
    term: "Drawdown",
    definition:
      "How far the equity is below its highest value so far. 0 % means it is at a new high.",
    more: "Equity ÷ highest equity so far − 1.",
  },
  monthly_return: {
    group: "result",
    term: "Monthly return",
    definition:
      "What the equity gained or lost in one calendar month (UTC). It shows whether a result came steadily or from one lucky month.",
  },
  verdict: {
    group: "result",
    term: "Verdict",
    definition:
      "The result in two sentences: what would have become of the money compared with buy & hold, and how far to trust that.",
  },

  trade: {
    group: "trades",
    term: "Trade",
    definition:
      "One purchase and the sale that ends it. Until it is sold it is an open position and does not count as a closed trade.",
  },
  r_multiple: {
    group: "trades",
    term: "R",
    definition:
      "What a trade made in multiples of what its stop put at risk. −1 R is a loss as large as planned; without a stop there is no R.",
    more: "Bought at 100 with the stop at 95: sold at 110, it made about +2 R before costs.",
  },
  mae: {
    group: "trades",
    term: "MAE",
    definition:
      "Maximum adverse excursion: how far the price went against a trade while it was held.",
  },
  mfe: {
    group: "trades",
    term: "MFE",
    definition:
      "Maximum favourable excursion: how far the price went in favour of a trade while it was held.",
  },

  costs: {
    group: "costs",
    term: "Costs",
    definition: "Fees and slippage together. Every number of a result already includes them.",
  },
  fee: {
    group: "costs",
    term: "Fee per trade side",
    definition:
      "What the exchange takes for every purchase and every sale, as a share of its value.",
    more: "At 0.1 %, buying and selling for 1,000 USDT costs about 2 USDT.",
  },
  slippage: {
    group: "costs",
    term: "Slippage per fill",
    definition:
      "How much worse than the candle’s price an order really fills. It always counts against you. Targets have none, because they are limit orders.",
    more: "At 0.05 %, a purchase at 100 fills at 100.05 and a sale at 99.95.",
  },
  starting_capital: {
    group: "costs",
    term: "Starting capital",
    definition: "The cash, in USDT, that a backtest begins with.",
  },
  position_size: {
    group: "costs",
    term: "Position size",
    definition:
      "How much of your balance each trade uses: a share of it (all of it by default), a fixed amount, or as much as makes a stopped trade cost a set share.",
  },
  compounding: {
    group: "costs",
    term: "Reinvesting",
    definition:
      "Profits stay in the account, so the next trade is larger, and after losses smaller. All results reinvest.",
  },

  signal: {
    group: "orders",
    term: "Signal",
    definition:
      "A yes or no that a strategy gives at the close of a candle. Its order fills at the open of the next one.",
  },
  long_only: {
    group: "orders",
    term: "Long only",
    definition: "The strategy buys first and sells later. It never sells short.",
  },
  stop_loss: {
    group: "orders",
    term: "Stop loss",
    definition:
      "A level below the purchase at which a trade is sold to limit the loss. When a candle opens below it, the trade is sold at that open.",
  },
  take_profit: {
    group: "orders",
    term: "Take profit",
    definition:
      "A target above the purchase at which a trade is sold. The price has to trade through it; touching it is not enough.",
  },
  trailing_stop: {
    group: "orders",
    term: "Trailing stop",
    definition:
      "A stop that follows the highest price since the purchase; it rises and never falls. The high of a candle raises it for the next one.",
  },
  time_exit: {
    group: "orders",
    term: "Time exit",
    definition: "Sells at the open after a set number of candles, whatever the price.",
  },
  cooldown: {
    group: "orders",
    term: "Cooldown",
    definition: "A number of candles after a sale during which nothing is bought.",
  },
  ambiguous_bar: {
    group: "orders",
    term: "Unclear candle",
    definition:
      "Stop and target fell in the same candle, and a candle does not record which came first. The stop is assumed unless you choose otherwise.",
  },
  gapped: {
    group: "orders",
    term: "Gapped stop",
    definition: "The price opened beyond the stop, so the trade was sold at that open.",
  },
  pending_order: {
    group: "orders",
    term: "Pending",
    definition:
      "The last candle gave a signal whose order would fill at the next open, which is not in the period.",
  },

  candle: {
    group: "candles",
    term: "Candle",
    definition:
      "One stretch of time with its first, highest, lowest and last price. A bar is the same.",
  },
  ohlcv: {
    group: "candles",
    term: "OHLCV",
    definition:
      "Open, high, low, close and volume: the five numbers of a candle. What happened between them is not recorded.",
  },
  timeframe: {
    group: "candles",
    term: "Timeframe",
    definition:
      "How long one candle lasts, such as 1 hour or 4 hours. A strategy reads one timeframe.",
  },
  history: {
    group: "candles",
    term: "History",
    definition:
      "Candles before the first day, which warm up the indicators. Nothing is traded on them.",
    more: "An average of 200 candles has no value before it has seen 200.",
  },
  gap: {
    group: "candles",
    term: "Gap",
    definition:
      "Candles that the exchange does not have, usually because it was down. They are never filled in, and they are listed with the result.",
  },
  after_gap: {
    group: "candles",
    term: "After a gap",
    definition: "A trade that was bought or sold on the first candle after missing ones.",
  },
  utc_day: {
    group: "candles",
    term: "UTC day",
    definition:
      "From midnight to midnight in Coordinated Universal Time, the clock that exchanges use. Candles, daily limits and daily updates go by it.",
  },
  synthetic: {
    group: "candles",
    term: "Synthetic",
    definition:
      "Prices made by a formula, for trying things out. They say nothing about any real market.",
  },

  block: {
    group: "blocks",
    term: "Block",
    definition:
      "One piece of a strategy: a price, an indicator, a condition, a signal or a rule for getting out.",
  },
  indicator: {
    group: "blocks",
    term: "Indicator",
    definition: "A number computed from past candles, such as an average or the RSI.",
  },
  version: {
    group: "blocks",
    term: "Version",
    definition:
      "A strategy as it was when you saved it. Versions never change, so an old result can always be opened with the blocks that made it.",
  },
  live_result: {
    group: "blocks",
    term: "Live result",
    definition:
      "The result that updates in the editor while you change a block. It is calculated in your browser and does not use up a backtest.",
  },
  auto_update: {
    group: "blocks",
    term: "Auto-update",
    definition:
      "Runs a strategy again every day on the newest candles. It does not use up your daily backtests.",
  },

  backtest: {
    group: "trust",
    term: "Backtest",
    definition:
      "A replay of past candles that does exactly what the blocks say. It tells what would have happened, not what will.",
  },
  overfitting: {
    group: "trust",
    term: "Overfitting",
    definition:
      "Tuning the numbers of a strategy until the past looks good. The strategy then fits that past only, and usually fails on new prices.",
  },
  plateau: {
    group: "trust",
    term: "Plateau",
    definition:
      "A stretch of settings that all give about the same result. An isolated peak between bad neighbours is probably luck.",
  },
  forward_record: {
    group: "trust",
    term: "Track record",
    definition:
      "What a locked version did after its track record started. It counts for more than the years before, because it could not be tuned to these days.",
  },
  bootstrap_range: {
    group: "trust",
    term: "Likely range",
    definition:
      "Where 90 of 100 outcomes would lie if the new days were like the days before the track record started. An outcome outside of it suggests that something has changed.",
    more:
      "Runs of daily returns from before the start are drawn at random many times (block bootstrap); the range is from the 5th to the 95th percentile.",
  },
  run_hash: {
    group: "trust",
    term: "Run hash",
    definition:
      "A fingerprint of strategy, candles, settings and engine. The same hash is the same result, wherever it was computed.",
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

/** The name of an entry; also its anchor on the glossary page. */
export type TermKey = keyof typeof TERMS | FigureMetric;

export const GLOSSARY: Readonly<Record<TermKey, GlossaryEntry>> = { ...TERMS, ...METRIC_WORDS };

/** What a word means, in a sentence or two. */
export function definitionOf(key: TermKey): string {
  return GLOSSARY[key].definition;
}
