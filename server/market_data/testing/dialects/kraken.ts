import { decimalText, type Dialect, json } from "./dialect.ts";

export const krakenDialect: Dialect = {
  name: "kraken",
  read(url) {
    if (url.pathname !== "/0/public/OHLC") return null;
    const query = url.searchParams;
    const minutes = Number(query.get("interval") ?? 1);
    if (![1, 5, 15, 30, 60, 240, 1440, 10_080].includes(minutes)) {
      return json(200, { error: ["EGeneral:Invalid arguments:interval"] });
    }
    return {
      symbol: query.get("pair") ?? "",
      stepMs: minutes * 60_000,
      // Exclusive.
      fromMs: Number(query.get("since") ?? 0) * 1000 + 1,
      lastMs: Infinity,
      limit: 720,
      keep: "newest",
      order: "ascending",
    };
  },
  row({ timeMs, open, high, low, close, volume }) {
    const vwap = decimalText((high + low + close) / 3);
    const prices = [open, high, low, close].map(decimalText);
    return [timeMs / 1000, ...prices, vwap, decimalText(volume), 12];
  },
  body(rows, { asked }) {
    const last = rows.at(-2) ?? rows.at(-1);
    const time = Array.isArray(last) ? Number(last[0]) : 0;
    return { error: [], result: { [asked.symbol]: rows, last: time } };
  },
  notListed: () => json(200, { error: ["EQuery:Unknown asset pair"] }),
  error(status) {
    if (status === 429) return json(200, { error: ["EGeneral:Too many requests"] });
    if (status === 451) return json(451, { error: ["EGeneral:Restricted location"] });
    return json(status, { error: ["EService:Unavailable"] });
  },
};
