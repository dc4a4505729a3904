import { type AnswerContext, type Dialect, json, type LoopbackCandle } from "./dialect.ts";

const UNITS: Readonly<Record<string, number>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

function error(status: number, message: string, param?: string) {
  const other_info = param === undefined ? {} : { param, values: [] };
  return json(status, { Data: {}, Err: { type: 1, message, other_info } });
}

export const coindeskDialect: Dialect = {
  name: "coindesk",
  read(url, headers) {
    const unit = /^\/spot\/v1\/historical\/(\w+)$/.exec(url.pathname)?.[1] ?? "";
    const unitMs = UNITS[unit];
    if (!unitMs) return null;
    if (headers.get("x-api-key") === null) return error(401, "No API key was provided.");
    const query = url.searchParams;
    const aggregate = Number(query.get("aggregate") ?? 1);
    const limit = Number(query.get("limit") ?? 30);
    const most = unit === "days" ? 5000 : 2000;
    if (limit * aggregate > most) return error(400, "limit parameter is too large.", "limit");
    if (query.get("market") !== "binance") return error(400, "market parameter.", "market");
    const stepMs = unitMs * aggregate;
    const lastMs = Number(query.get("to_ts") ?? Infinity) * 1000;
    return {
      symbol: query.get("instrument") ?? "",
      stepMs,
      // `limit` counts candles, so that it reaches back over gaps; how far is a matter of patience.
      fromMs: lastMs - 3 * limit * stepMs,
      lastMs,
      limit,
      keep: "newest",
      order: "ascending",
    };
  },
  row: (candle, context) => rowOf(candle, context, 25),
  body(rows, context) {
    const filled = context.url.searchParams.get("fill") === "false" ? rows : fill(rows, context);
    return { Data: filled, Err: {} };
  },
  notListed: () => error(404, "This instrument is not available on this market.", "instrument"),
  error: (status) => error(status, status === 429 ? "You are over your rate limit." : "No."),
};

function rowOf(candle: LoopbackCandle, { asked, before }: AnswerContext, trades: number) {
  const { timeMs, open, high, low, close, volume } = candle;
  const previous = before(timeMs)?.close ?? open;
  return {
    UNIT: asked.stepMs >= 86_400_000 ? "DAY" : asked.stepMs >= 3_600_000 ? "HOUR" : "MINUTE",
    TIMESTAMP: timeMs / 1000,
    TYPE: "925",
    MARKET: "binance",
    INSTRUMENT: asked.symbol.replace("-", ""),
    MAPPED_INSTRUMENT: asked.symbol,
    OPEN: previous,
    HIGH: Math.max(previous, high),
    LOW: Math.min(previous, low),
    CLOSE: close,
    ...(trades > 0
      ? {
        FIRST_TRADE_PRICE: open,
        HIGH_TRADE_PRICE: high,
        LOW_TRADE_PRICE: low,
        LAST_TRADE_PRICE: close,
      }
      : {}),
    TOTAL_TRADES: trades,
    VOLUME: volume,
    QUOTE_VOLUME: volume * close,
  };
}

/** Flat candles between those that there are. */
function fill(rows: readonly unknown[], context: AnswerContext): readonly unknown[] {
  const filled: unknown[] = [];
  let previous: { TIMESTAMP: number; CLOSE: number } | null = null;
  for (const row of rows as { TIMESTAMP: number; CLOSE: number }[]) {
    const stepSeconds = context.asked.stepMs / 1000;
    for (
      let t = (previous?.TIMESTAMP ?? row.TIMESTAMP) + stepSeconds;
      t < row.TIMESTAMP;
      t += stepSeconds
    ) {
      const flat = previous!.CLOSE;
      filled.push(
        rowOf(
          { timeMs: t * 1000, open: flat, high: flat, low: flat, close: flat, volume: 0 },
          context,
          0,
        ),
      );
    }
    filled.push(row);
    previous = row;
  }
  return filled;
}
