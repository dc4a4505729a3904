/** What the pages of guests hand over to their islands. */
import type { Context } from "hono";
import type { GuestProps } from "../../components/editor/guest/guest_parts.ts";
import { ASSETS } from "../../server/market_data/catalog.ts";
import type { AppEnv } from "../app_env.ts";

/** The properties of a guest's editor, but for the template. */
export function guestProps(c: Context<AppEnv>): Omit<GuestProps, "template"> {
  const user = c.get("user");
  return {
    signedIn: user !== null,
    timezone: user?.timezone ?? null,
    markets: ASSETS.map(({ asset, name, synthetic }) => ({
      value: asset,
      label: synthetic ? `${asset} – synthetic, as now` : `${asset} – ${name}`,
    })),
  };
}
