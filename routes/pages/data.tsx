/** The page of the candles that there are. */
import {
  type DataProps,
  DataScreen,
  type ListedSeries,
} from "../../features/own_data/DataScreen.tsx";
import { axisOf } from "../../features/own_data/coverage_view.ts";
import { importChoiceSchema } from "../../contracts/markets.ts";
import { MARKET_TIMEFRAMES } from "../../server/market_data/catalog.ts";
import { attributionOf, hoursOf } from "../../server/market_data/facts/market_facts.ts";
import { removeOwn } from "../../server/use_cases/own_imports.ts";
import type { MarketSeries } from "../../server/market_data/service.ts";
import { venueName } from "../../text/assets.ts";
import { listImports } from "../api/market_list.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import { readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage, zoneOf } from "./render.tsx";

const DATA = { title: "Data", needsSession: true } as const;

export const dataPages: readonly Page[] = [
  { method: "GET", path: "/data", ...DATA, render: data },
  { method: "POST", path: "/data/imports/delete", ...DATA, render: deleteImport },
  // The address of a form that was sent, opened again.
  {
    method: "GET",
    path: "/data/imports/delete",
    ...DATA,
    render: (c) => c.redirect("/data", 303),
  },
];

async function data(c: PageContext): Promise<Response> {
  const services = c.get("services");
  const { marketData, accounts, now } = services;
  const user = requireUser(c);
  const nowMs = now();
  const [markets, imports, counts, { usage }] = await Promise.all([
    marketData.markets(),
    listImports(services, user.id),
    marketData.store.monthCounts(user.id),
    accounts.profile(user.id),
  ]);
  const monthsOf = (asset: string, timeframe: string, venue: string, isOwn: boolean) =>
    counts.filter((row) =>
      row.asset === asset && row.timeframe === timeframe && row.venue === venue &&
      (row.owner_id !== null) === isOwn
    );
  const own: DataProps["own"] = imports.map((of) => ({
    of,
    series: {
      asset: of.asset,
      timeframe: of.timeframe,
      source: `your import ${of.name}`,
      synthetic: false,
      isOwn: true,
      candles: of.candles,
      missing: of.missing,
      firstMs: Date.parse(of.first_time),
      toMs: Date.parse(of.to_time),
      timeframeMs: MARKET_TIMEFRAMES[of.timeframe],
      months: monthsOf(of.asset, of.timeframe, of.name, true),
    },
  }));
  const listed = markets.flatMap(({ asset, synthetic, series }) =>
    series.map(async (one): Promise<(ListedSeries & { venue: string })[]> => {
      const { timeframe, venue, firstMs, lastMs } = one;
      const span = spanOf(one);
      if (span === null || firstMs === null || lastMs === null) return [];
      const key = { asset, timeframe, venue, ownerId: null };
      const made = await marketData.countsMade(key, { firstMs, lastMs }, counts);
      const hasHours = hoursOf({ venue, asset }) !== undefined;
      // Nights and weekends are no gaps; how many candles a session lacks is told by what runs on it.
      const months = synthetic || hasHours
        ? null
        : made?.months ?? monthsOf(asset, timeframe, venue, false);
      const newestMs = marketData.assets.newestClose(asset, span.timeframeMs, nowMs);
      const source = venueName(venue);
      const more = { isOwn: false, newestMs, hasHours, ...made };
      return [{ asset, synthetic, timeframe, venue, source, ...span, ...more, months }];
    })
  );
  const shared = (await Promise.all(listed)).flat();
  const sources = shared.flatMap(({ venue }) => attributionOf(venue) ?? []);
  const axis = axisOf([...own.map(({ series }) => series), ...shared], nowMs);
  return await renderPage(
    c,
    <DataScreen
      own={own}
      shared={shared}
      sources={sources}
      usage={usage}
      axis={axis}
      zone={zoneOf(c)}
      nowMs={nowMs}
      done={c.req.query("done") ?? null}
    />,
  );
}

async function deleteImport(c: PageContext): Promise<Response> {
  const typed = await readForm(c, ["asset", "timeframe", "name"]);
  const choice = parse(importChoiceSchema, typed, "form");
  await removeOwn(c.get("services"), requireUser(c).id, choice);
  return c.redirect("/data?done=deleted", 303);
}

/** `null` where nothing is stored. */
function spanOf({ timeframe, firstMs, lastMs, candles }: MarketSeries) {
  if (firstMs === null || lastMs === null) return null;
  const timeframeMs = MARKET_TIMEFRAMES[timeframe];
  const toMs = lastMs + timeframeMs;
  const missing = Math.max(0, Math.round((toMs - firstMs) / timeframeMs) - candles);
  return { firstMs, toMs, timeframeMs, candles, missing };
}
