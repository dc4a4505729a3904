/** What the pages of guests hand over to their islands. */
import type { Context } from "hono";
import type { GuestProps } from "../../features/editor/guest/guest_parts.ts";
import { strategiesFull } from "../../contracts/limits.ts";
import { ASSETS } from "../../server/market_data/catalog.ts";
import type { AppEnv } from "../http/app_env.ts";

/** The properties of a guest's editor, but for the template. */
export async function guestProps(c: Context<AppEnv>): Promise<Omit<GuestProps, "template">> {
  const user = c.get("user");
  const usage = user && await c.get("services").limits.usage(user.id);
  return {
    signedIn: user !== null,
    full: usage && strategiesFull(usage.strategies),
    timezone: user?.timezone ?? null,
    markets: ASSETS.map(({ asset, name, synthetic }) => ({
      value: asset,
      label: synthetic ? `${asset} – synthetic, as now` : `${asset} – ${name}`,
    })),
  };
}
