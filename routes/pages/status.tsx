/** The public page of how the service does. */
import { StatusScreen } from "../../features/service/StatusScreen.tsx";
import { describeError } from "../../server/logging/log.ts";
import { attributionOf } from "../../server/market_data/facts/market_facts.ts";
import { STATUS_DAYS, vendorStatus } from "../../server/market_data/vendor_reports.ts";
import { statesSince } from "../../server/market_data/vendor_states.ts";
import type { PageContext } from "../http/app_env.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

const DAY_MS = 86_400_000;

async function statusPage(c: PageContext): Promise<Response> {
  const { health, database, incidents, now, log } = c.get("services");
  const state = await health.check();
  const nowMs = now();
  const since = new Date(nowMs - STATUS_DAYS * DAY_MS);
  // A database that is away is told above; the page has no history then.
  const changes = await statesSince(database.db, since).catch((error) => {
    log.warn("the history of the vendors cannot be read", { error: describeError(error) });
    return [];
  });
  const told = await incidents.recent(STATUS_DAYS).catch((error) => {
    log.warn("the incidents cannot be read", { error: describeError(error) });
    return null;
  });
  const vendors = vendorStatus(state.vendors, changes, nowMs).map((vendor) => {
    const attribution = attributionOf(vendor.name);
    return attribution ? { ...vendor, attribution } : vendor;
  });
  return await renderPage(
    c,
    <StatusScreen health={state} vendors={vendors} incidents={told} />,
  );
}

export const statusPages: readonly Page[] = [{
  method: "GET",
  path: "/status",
  title: "Status",
  description:
    "Whether Blockbuilders and its sources of candles work, now and in the last 90 days.",
  render: statusPage,
}];
