import { type Dialect, json } from "./dialect.ts";

export const coinbaseDialect: Dialect = {
  name: "coinbase",
  read(url) {
    const symbol = /^\/products\/([^/]+)\/candles$/.exec(url.pathname)?.[1];
    if (symbol === undefined) return null;
    const query = url.searchParams;
    const seconds = Number(query.get("granularity") ?? 60);
    if (![60, 300, 900, 3600, 21_600, 86_400].includes(seconds)) {
      return json(400, { message: "Unsupported granularity" });
    }
    const stepMs = seconds * 1000;
    const fromMs = Date.parse(query.get("start") ?? "");
    const lastMs = Date.parse(query.get("end") ?? "");
    if ((lastMs - fromMs) / stepMs >= 300) {
      const message =
        "granularity too small for the requested time range. Count of aggregations requested exceeds 300";
      return json(400, { message });
    }
    return { symbol, stepMs, fromMs, lastMs, limit: 300, keep: "newest", order: "descending" };
  },
  row: (
    { timeMs, open, high, low, close, volume },
  ) => [timeMs / 1000, low, high, open, close, volume],
  body: (rows) => rows,
  notListed: () => json(404, { message: "NotFound" }),
  error(status) {
    const message = status === 429 ? "Public rate limit exceeded" : "Internal server error";
    return json(status, { message });
  },
};
