/**
 * The reader's time zone. A setting of the account wins; otherwise the browser tells its own in a cookie, so that the next page
 * comes right from the server, and times on this page are put right in place.
 */
import { date, dateTime } from "../../text/format.ts";

const YEAR_S = 31_536_000;

export function resolveZone(): void {
  const root = document.documentElement;
  if (root.dataset.zoneFixed !== undefined) return;
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || root.dataset.zone === zone) return;
  document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  root.dataset.zone = zone;
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    // Islands draw their own times.
    if (element.closest("[data-island]")) continue;
    element.textContent = element.dataset.local === "date"
      ? date(element.dateTime, zone)
      : dateTime(element.dateTime, zone);
  }
}
