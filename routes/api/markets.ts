/** Markets and candles. */
import type { marketEndpoints } from "../../contracts/endpoints/markets.ts";
import { AppError } from "../../contracts/errors.ts";
import { findAsset, isSeriesTimeframe } from "../../server/market_data/catalog.ts";
import type { Selection } from "../../server/market_data/candle_reader.ts";
import {
  conflictInWords,
  type CsvImportResult,
  type CsvProblem,
  sampleInWords,
} from "../../server/market_data/import_csv.ts";
import type { Comparison } from "../../server/market_data/store.ts";
import { MarketDataError } from "../../server/market_data/errors.ts";
import {
  type CandleRequest,
  endOfSeries,
  PRIVATE_IMPORT,
} from "../../server/market_data/service.ts";
import type { Services } from "../../server/services.ts";
import { importOwn, removeOwn } from "../../server/use_cases/own_imports.ts";
import { zoneOf } from "../../contracts/time_zones.ts";
import { thousands } from "../../server/market_data/words.ts";
import { candleAnswer } from "./candle_answer.ts";
import { receiveFile } from "./upload.ts";
import type { Handlers } from "./endpoint.ts";
import { listImports, listMarkets } from "./market_list.ts";

/** Five years of 1m candles are about 160 MB of text; the longest body, and the longest text in a packed one. */
export const IMPORT_BYTES = 200 * 1024 * 1024;
/** Types under which programs send a candle file; its bytes tell what it is. */
const FILE_TYPES = new RegExp(
  "^(text/(csv|plain|tab-separated-values)|application/(csv|octet-stream|vnd\\.ms-excel|" +
    "gzip|x-gzip|zip|x-zip-compressed))\\s*(;|$)",
  "i",
);

export const marketHandlers: Handlers<typeof marketEndpoints> = {
  "GET /markets": async ({ services }) => ({ markets: await listMarkets(services.marketData) }),
  "GET /candles": async ({ c, services, user, query }) => {
    const { asset, timeframe, from, to, history_bars } = query;
    if (query.import !== undefined && !user) {
      throw new AppError("not_signed_in", "Log in to read your own candles.");
    }
    if (query.import === undefined) services.marketData.assets.require(asset, timeframe);
    const own = query.import === undefined || !user
      ? {}
      : { ownerId: user.id, importName: query.import };
    const series = to && from && query.import === undefined
      ? null
      : await services.marketData.seriesOf({ asset, timeframe, ...own });
    if (query.import !== undefined && series === null) {
      throw new AppError(
        "not_found",
        `You have no import “${query.import}” of ${asset} ${timeframe}.`,
      );
    }
    const toMs = to?.getTime() ??
      (query.import === undefined
        ? services.marketData.closedBefore(timeframe)
        : endOfSeries(series)) ??
      services.marketData.closedBefore(timeframe);
    const fromMs = from?.getTime() ?? series?.firstMs ?? toMs - 365 * 86_400_000;
    const request: CandleRequest = {
      asset,
      timeframe,
      fromMs,
      toMs,
      historyBars: history_bars ?? 0,
      ...own,
      ...query.venue === undefined ? {} : { venue: query.venue },
    };
    // Visitors are shown what is stored; the exchange is asked for people with an account alone.
    const { selection, complete } = await selectCandles(services, request, user !== null);
    const synthetic = query.import === undefined && (findAsset(asset)?.synthetic ?? false);
    const { venue } = selection.key;
    // Closed candles stay as they are. What a visitor is shown of an exchange may still be fetched by somebody.
    const settled = from !== undefined && to !== undefined && complete &&
      toMs <= services.marketData.closedBefore(timeframe) && (user !== null || synthetic);
    if (query.import !== undefined) c.header("cache-control", "private, no-store");
    const accept = c.req.header("accept") ?? "";
    const form = accept.includes("application/json") && !accept.includes("octet-stream")
      ? "json"
      : "binary";
    return await candleAnswer(c, services.marketData.answers, selection, form, {
      facts: { venue, synthetic, complete },
      version: query.version,
      // What a visitor gets is made up, and the same for everybody; an answer to a session may carry its cookie. Candles of
      // one's own are left in no browser's store.
      caching: query.import !== undefined
        ? null
        : settled
        ? `${user ? "private" : "public"}, max-age=3600`
        : "private, no-cache",
    });
  },
  "POST /candles/import": async ({ c, services, user, query }) => {
    const { asset, timeframe, name = PRIVATE_IMPORT } = query;
    const type = c.req.header("content-type") ?? "";
    if (!FILE_TYPES.test(type)) {
      throw new AppError(
        "unsupported_media_type",
        "Send the file as it is, with the header Content-Type: text/csv, application/gzip or application/zip.",
      );
    }
    if (!await services.flags.isOn("imports")) {
      throw new AppError("unavailable", "Importing candles is switched off on this server.", {
        retryAfterSeconds: 3_600,
      });
    }
    const { signal } = c.req.raw;
    const upload = await receiveFile(c.req.raw.body, {
      mostBytes: IMPORT_BYTES,
      dataDir: services.config.dataDir,
    });
    let result: CsvImportResult;
    try {
      result = await importOwn(services, user.id, {
        asset,
        timeframe,
        name,
        file: upload.file,
        mostBytes: IMPORT_BYTES,
        onConflict: query.on_conflict,
        reading: {
          dateOrder: query.date_order,
          unit: query.unit,
          columns: query.columns,
          ...(query.zone === undefined ? {} : { zone: zoneOf(query.zone, services.now()) }),
        },
        signal,
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new AppError("invalid_input", "The import was cancelled. Nothing of it was stored.");
    } finally {
      await upload.remove();
    }
    if (!result.ok) {
      const [first] = result.problems;
      if (result.tooLarge && first) throw new AppError("too_large", first.message);
      if (result.conflict) throw candlesDiffer(name, result.conflict);
      throw notImported(result);
    }
    return {
      asset,
      timeframe,
      name,
      inserted: result.inserted,
      known: result.given - result.inserted - result.replaced,
      differing: result.differing,
      replaced: result.replaced,
      unclosed: result.unclosed,
      first_time: new Date(result.firstMs).toISOString(),
      last_time: new Date(result.lastMs).toISOString(),
      missing: result.missing,
    };
  },
  "GET /candles/imports": async ({ services, user }) => ({
    imports: await listImports(services, user.id),
  }),
  "GET /candles/imports/progress": async ({ services, user }) => ({
    imports: (await services.limits.importsUnderWay(user.id)).flatMap((one) =>
      isSeriesTimeframe(one.timeframe) ? [{ ...one, timeframe: one.timeframe }] : []
    ),
  }),
  "GET /candles/imports/file": async ({ services, user, query }) => {
    const pieces = await services.marketData.exportImport(user.id, query);
    if (!pieces) throw new AppError("not_found", "You have no such import.");
    const { asset, timeframe, name } = query;
    return new Response(streamOf(pieces), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${`${
          asset.replace("/", "-")
        }_${timeframe}_${name}.csv`}"`,
        "cache-control": "private, no-store",
      },
    });
  },
  "DELETE /candles/imports": async ({ services, user, query }) => {
    if (!await removeOwn(services, user.id, query)) {
      throw new AppError("not_found", "You have no such import.");
    }
  },
};

/** Pieces of text as a body, made while it is read. */
function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const reader = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void await reader.return?.(),
  });
}

function notImported(
  { problems, count }: { readonly problems: readonly CsvProblem[]; readonly count: number },
): AppError {
  const [first] = problems;
  // One problem is told where everybody looks; several are a list.
  const message = count === 1 && first
    ? `The file was not imported. ${first.line > 0 ? `Line ${first.line}: ` : ""}${first.message}`
    : `The file was not imported: ${thousands(count)} lines are not right.${
      count > problems.length ? ` The first ${problems.length} are listed.` : ""
    }`;
  return new AppError("invalid_input", message, {
    issues: problems.map(({ line, message }) => ({ line, message })),
  });
}

function candlesDiffer(name: string, { differing, samples }: Comparison): AppError {
  const message = conflictInWords(differing);
  return new AppError(
    "candles_differ",
    `${message} Nothing was imported. Send the file again with on_conflict=keep to keep the candles stored as "${name}", ` +
      "or with on_conflict=replace to take those of the file.",
    {
      issues: [
        { code: "differing", count: differing, message },
        ...samples.map((sample) => ({
          code: "sample",
          time: new Date(sample.timeMs).toISOString(),
          message: sampleInWords(sample),
        })),
      ],
    },
  );
}

/** What can be had of the range: an exchange that is away leaves what is stored. */
async function selectCandles(
  { marketData }: Services,
  request: CandleRequest,
  mayFetch: boolean,
): Promise<{ selection: Selection; complete: boolean }> {
  if (!mayFetch) return { selection: await marketData.select(request), complete: true };
  try {
    const { venue } = await marketData.ensure(request);
    return { selection: await marketData.select({ ...request, venue }), complete: true };
  } catch (error) {
    if (!(error instanceof MarketDataError)) throw error;
    const selection = await marketData.select(request).catch(() => null);
    if (!selection) throw error;
    return { selection, complete: false };
  }
}
