import { decimalText, type Dialect, json } from "./dialect.ts";

const STEPS: Readonly<Record<string, number>> = {
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
};

function error(status: number, type: string, message: string) {
  return json(status, { error: { type, message } });
}

export const coinMetricsDialect: Dialect = {
  name: "coin_metrics",
  read(url) {
    if (url.pathname !== "/v4/timeseries/market-candles") return null;
    const query = url.searchParams;
    const stepMs = STEPS[query.get("frequency") ?? "1d"];
    if (!stepMs) return error(400, "bad_parameter", "Bad parameter 'frequency'.");
    const limit = Number(query.get("page_size") ?? 100);
    if (limit > 10_000) return error(400, "bad_parameter", "Bad parameter 'page_size'.");
    const token = query.get("next_page_token");
    const start = Date.parse(query.get("start_time") ?? "");
    const end = Date.parse(query.get("end_time") ?? "");
    const fromStart = query.get("paging_from") === "start";
    return {
      symbol: query.get("markets") ?? "",
      stepMs,
      fromMs: fromStart && token !== null ? Number(token) : start,
      lastMs: !fromStart && token !== null ? Number(token) : end,
      limit,
      keep: fromStart ? "oldest" : "newest",
      order: "ascending",
    };
  },
  row({ timeMs, open, high, low, close, volume }, { asked }) {
    return {
      market: asked.symbol,
      time: new Date(timeMs).toISOString().replace("Z", "000000Z"),
      price_open: decimalText(open),
      price_close: decimalText(close),
      price_high: decimalText(high),
      price_low: decimalText(low),
      vwap: decimalText((high + low + close) / 3),
      volume: decimalText(volume),
      candle_usd_volume: decimalText(volume * close),
      candle_trades_count: "12",
    };
  },
  body(rows, { asked, cut, url }) {
    if (!cut) return { data: rows };
    const edge = (asked.keep === "oldest" ? rows.at(-1) : rows[0]) as { time: string };
    const edgeMs = Date.parse(edge.time.replace("000000Z", "Z"));
    const token = String(asked.keep === "oldest" ? edgeMs + asked.stepMs : edgeMs - asked.stepMs);
    // Where it really is, whatever stands between.
    const host = url.searchParams.has("api_key") ? "api" : "community-api";
    const next = new URL(`${url.pathname}${url.search}`, `https://${host}.coinmetrics.io`);
    next.searchParams.set("next_page_token", token);
    return { data: rows, next_page_token: token, next_page_url: next.href };
  },
  notListed: () =>
    error(400, "bad_parameter", "Bad parameter 'markets'. Value 'x' is not supported."),
  error(status) {
    const type = status === 429 ? "too_many_requests" : status === 403 ? "forbidden" : "internal";
    return error(status, type, "The request was not answered.");
  },
};
