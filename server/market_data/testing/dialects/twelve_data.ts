import { decimalText, type Dialect, json } from "./dialect.ts";

const STEPS: Readonly<Record<string, number>> = {
  "15min": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1day": 86_400_000,
};

/** Under HTTP 200, as it does at times. */
function error(code: number, message: string, status = 200) {
  return json(status, { code, message, status: "error" });
}

export const twelveDataDialect: Dialect = {
  name: "twelve_data",
  read(url, headers) {
    if (url.pathname !== "/time_series") return null;
    const query = url.searchParams;
    const key = headers.get("authorization") ?? query.get("apikey");
    if (key === null) return error(401, "**apikey** parameter is incorrect or not specified.");
    const stepMs = STEPS[query.get("interval") ?? ""];
    if (!stepMs) return error(400, "Invalid **interval** provided.");
    const time = (name: string) => Date.parse(`${query.get(name)?.replace(" ", "T")}Z`);
    return {
      symbol: query.get("symbol") ?? "",
      stepMs,
      fromMs: time("start_date"),
      lastMs: time("end_date"),
      limit: Number(query.get("outputsize") ?? 5000),
      keep: "newest",
      order: query.get("order") === "asc" ? "ascending" : "descending",
    };
  },
  row({ timeMs, open, high, low, close, volume }, { asked }) {
    const text = new Date(timeMs).toISOString().slice(0, 19).replace("T", " ");
    return {
      datetime: asked.stepMs >= 86_400_000 ? text.slice(0, 10) : text,
      open: decimalText(open),
      high: decimalText(high),
      low: decimalText(low),
      close: decimalText(close),
      volume: decimalText(volume),
    };
  },
  body(rows, { asked, url }) {
    if (rows.length === 0) {
      return {
        code: 400,
        message:
          "No data is available on the specified dates. Try setting different start/end dates.",
        status: "error",
      };
    }
    const meta = {
      symbol: asked.symbol,
      interval: url.searchParams.get("interval"),
      currency: "USD",
      exchange_timezone: "America/New_York",
      exchange: "NASDAQ",
      mic_code: "XNGS",
      type: "Common Stock",
    };
    return { meta, values: rows, status: "ok" };
  },
  notListed: () => error(404, "**symbol** or **figi** parameter is missing or invalid."),
  error(status) {
    if (status === 429) {
      return error(
        429,
        "You have run out of API credits for the current minute. Wait for the next minute.",
      );
    }
    return status >= 500 ? error(status, "Internal error.") : error(status, "No.", status);
  },
};
