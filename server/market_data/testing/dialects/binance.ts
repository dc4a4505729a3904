import { decimalText, type Dialect, json } from "./dialect.ts";

const STEPS: Readonly<Record<string, number>> = {
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
};

export const binanceDialect: Dialect = {
  name: "binance",
  read(url) {
    if (url.pathname !== "/api/v3/klines") return null;
    const query = url.searchParams;
    const stepMs = STEPS[query.get("interval") ?? ""];
    if (!stepMs) return json(400, { code: -1120, msg: "Invalid interval." });
    return {
      symbol: query.get("symbol") ?? "",
      stepMs,
      fromMs: Number(query.get("startTime") ?? 0),
      lastMs: Number(query.get("endTime") ?? Infinity),
      limit: Math.min(1000, Number(query.get("limit") ?? 500)),
      keep: "oldest",
      order: "ascending",
    };
  },
  row({ timeMs, open, high, low, close, volume }, { asked }) {
    return [
      timeMs,
      decimalText(open),
      decimalText(high),
      decimalText(low),
      decimalText(close),
      decimalText(volume),
      timeMs + asked.stepMs - 1,
      decimalText(volume * close),
      1,
      "0",
      "0",
      "0",
    ];
  },
  body: (rows) => rows,
  notListed: () => json(400, { code: -1121, msg: "Invalid symbol." }),
  error(status) {
    const msg = status === 451
      ? "Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms."
      : status === 429
      ? "Too much request weight used; current limit is 6000 request weight per 1 MINUTE."
      : "Internal error; unable to process your request. Please try again.";
    return json(status, { code: status === 429 ? -1003 : status === 451 ? 0 : -1001, msg });
  },
};
