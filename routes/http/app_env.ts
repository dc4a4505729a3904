/** What middleware leaves for the handlers of a request. */
import type { Context } from "hono";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { RateStanding } from "../../server/limits/rate_limits.ts";
import type { Services } from "../../server/services.ts";

export interface AppEnv {
  Variables: {
    services: Services;
    /** Who is logged in; `null` for a visitor. */
    user: SessionOwner | null;
    /** The token of the session in use; `null` without one. */
    sessionToken: string | null;
    /** An API key was sent that is none, or was revoked. */
    keyRefused?: boolean;
    /** Where the request comes from. */
    address: string;
    /** What the asker has left of the limit that is nearest to its end; absent when nothing was counted. */
    rateStanding?: RateStanding;
    /** Names the request in the log and in the answer's `X-Request-Id`. */
    requestId: string;
    /** The page that answers; absent for the API and for what no page answers. */
    page?: { readonly title: string; readonly description?: string };
  };
  Bindings: {
    /** Where the connection comes from, as `Deno.serve` tells it; absent in tests that call the app directly. */
    remoteAddr?: Deno.Addr;
  };
}

/** What a page is drawn with. */
export type PageContext = Context<AppEnv>;
