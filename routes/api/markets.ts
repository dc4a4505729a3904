/** Markets and candles. */
import {
  candleImportsSchema,
  candlesImportedSchema,
  candlesImportQuerySchema,
  candlesQuerySchema,
  candlesSchema,
  importChoiceSchema,
  marketsSchema,
} from "../../contracts/markets.ts";
import { AppError } from "../../contracts/errors.ts";
import { type CandleSeries, encodeCandles } from "../../engine/mod.ts";
import { findAsset, MARKET_TIMEFRAMES } from "../../server/market_data/catalog.ts";
import { MarketDataError } from "../../server/market_data/errors.ts";
import { type CandleRequest, PRIVATE_IMPORT } from "../../server/market_data/service.ts";
import type { Services } from "../../server/services.ts";
import { endpoint } from "./endpoint.ts";
import { listImports, listMarkets } from "./market_list.ts";

const tag = "Markets";

export const marketEndpoints = [
  endpoint({
    method: "GET",
    path: "/markets",
    summary: "Assets, timeframes, which candles are stored and how fresh they are",
    tag,
    open: true,
    status: 200,
    response: marketsSchema,
  }, async ({ c, services }) => c.json({ markets: await listMarkets(services.marketData) })),
  endpoint({
    method: "GET",
    path: "/candles",
    summary: "Candles as columns; JSON when you accept only that, else one binary body",
    tag,
    open: true,
    query: candlesQuerySchema,
    status: 200,
    response: candlesSchema,
    otherResponses: [{
      type: "application/octet-stream",
      description: "`BBC1`, length (uint32), timeframe in ms (float64), then time, open, high, " +
        "low, close, volume as float64 columns, little-endian",
    }],
    errors: ["unavailable"],
  }, async ({ c, services, user, query }) => {
    const { asset, timeframe, from, to, history_bars } = query;
    if (query.import !== undefined && !user) {
      throw new AppError("not_signed_in", "Log in to read your own candles.");
    }
    const own = query.import === undefined || !user
      ? {}
      : { ownerId: user.id, importName: query.import };
    const toMs = to?.getTime() ?? services.marketData.closedBefore(timeframe);
    const fromMs = from?.getTime() ?? await firstStored(services, asset, timeframe) ??
      toMs - 365 * 86_400_000;
    const request: CandleRequest = {
      asset,
      timeframe,
      fromMs,
      toMs,
      historyBars: history_bars ?? 0,
      ...own,
    };
    // Visitors are shown what is stored; the exchange is asked for people with an account alone.
    const { candles, complete } = await loadCandles(services, request, user !== null);
    const synthetic = findAsset(asset)?.synthetic ?? false;
    const venue = query.import ?? services.marketData.venueOf(asset);
    // Closed candles stay as they are. What a visitor is shown of an exchange may still be fetched by somebody.
    const settled = from !== undefined && to !== undefined && complete &&
      toMs <= services.marketData.closedBefore(timeframe) && (user !== null || synthetic);
    if (settled && query.import === undefined) {
      // What a visitor gets is made up, and the same for everybody; an answer to a session may carry its cookie.
      c.header("cache-control", `${user ? "private" : "public"}, max-age=3600`);
      c.header("vary", "accept");
    }
    const accept = c.req.header("accept") ?? "";
    if (accept.includes("application/json") && !accept.includes("octet-stream")) {
      return c.json({
        asset,
        timeframe,
        timeframe_ms: candles.timeframeMs,
        venue,
        synthetic,
        complete,
        ...columnsOf(candles),
      });
    }
    return c.body(encodeCandles(candles), 200, {
      "content-type": "application/octet-stream",
      "x-candles-venue": venue,
      "x-candles-complete": complete ? "1" : "0",
    });
  }),
  endpoint({
    method: "POST",
    path: "/candles/import",
    summary: "Takes a CSV of your own; nobody else sees it",
    tag,
    query: candlesImportQuerySchema,
    rawBody: {
      type: "text/csv",
      description: "Header timestamp,open,high,low,close,volume; times in Unix milliseconds UTC",
    },
    status: 201,
    response: candlesImportedSchema,
    errors: ["limit_reached", "too_large", "unsupported_media_type"],
  }, async ({ c, services, user, query }) => {
    const { asset, timeframe, name = PRIVATE_IMPORT } = query;
    const type = c.req.header("content-type") ?? "";
    if (!/^(text\/(csv|plain)|application\/(octet-stream|vnd\.ms-excel))\s*(;|$)/i.test(type)) {
      throw new AppError(
        "unsupported_media_type",
        "Send the file as it is, with the header Content-Type: text/csv.",
      );
    }
    const result = await services.marketData.importCsv({
      asset,
      timeframe,
      text: await c.req.text(),
      ownerId: user.id,
      importName: name,
      admit: (newCandles, store) =>
        services.limits.withRoomForImport(
          user.id,
          { asset, timeframe, venue: name, newCandles },
          store,
        ),
    });
    if (!result.ok) {
      throw new AppError("invalid_input", "The file was not imported: some lines are not right.", {
        issues: result.problems.map(({ line, message }) => ({ line, message })),
      });
    }
    return c.json({
      asset,
      timeframe,
      name,
      inserted: result.inserted,
      known: result.given - result.inserted,
      unclosed: result.unclosed,
      first_time: new Date(result.firstMs).toISOString(),
      last_time: new Date(result.lastMs).toISOString(),
      missing: result.missing,
    }, 201);
  }),
  endpoint(
    {
      method: "GET",
      path: "/candles/imports",
      summary: "The candles that you have imported",
      tag,
      status: 200,
      response: candleImportsSchema,
    },
    async ({ c, services, user }) =>
      c.json({ imports: await listImports(services.marketData, user.id) }),
  ),
  endpoint({
    method: "DELETE",
    path: "/candles/imports",
    summary: "Removes one of your imports",
    tag,
    query: importChoiceSchema,
    status: 204,
    errors: ["not_found"],
  }, async ({ c, services, user, query }) => {
    if (!await services.marketData.removeImport(user.id, query)) {
      throw new AppError("not_found", "You have no such import.");
    }
    return c.body(null, 204);
  }),
];

/** What can be had of the range: an exchange that is away leaves what is stored. */
async function loadCandles(
  { marketData }: Services,
  request: CandleRequest,
  mayFetch: boolean,
): Promise<{ candles: CandleSeries; complete: boolean }> {
  if (!mayFetch) return { candles: await marketData.load(request), complete: true };
  try {
    return { candles: await marketData.candles(request), complete: true };
  } catch (error) {
    if (!(error instanceof MarketDataError)) throw error;
    const candles = await marketData.load(request).catch(() => null);
    if (!candles) throw error;
    return { candles, complete: false };
  }
}

async function firstStored(
  { marketData }: Services,
  asset: string,
  timeframe: keyof typeof MARKET_TIMEFRAMES,
): Promise<number | null> {
  const market = (await marketData.markets()).find((entry) => entry.asset === asset);
  return market?.series.find((entry) => entry.timeframe === timeframe)?.firstMs ?? null;
}

function columnsOf({ time, open, high, low, close, volume }: CandleSeries) {
  return {
    time: Array.from(time),
    open: Array.from(open),
    high: Array.from(high),
    low: Array.from(low),
    close: Array.from(close),
    volume: Array.from(volume),
  };
}
