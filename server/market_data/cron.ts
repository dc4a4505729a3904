/** Looks after market data every hour, in the processes that run jobs; which of them does, the database tells. */
import { describeError, type Logger } from "../logging/log.ts";
import type { MarketWatch } from "./watch.ts";

/** Some minutes after the hour, when its candles are there. */
const MINUTE = 7;

/** Registers the look until `signal` aborts. Once a process: Deno takes a cron's name once. */
export function registerHourlyWatch(
  { watch, log }: { readonly watch: Pick<MarketWatch, "look">; readonly log: Logger },
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  Deno.cron("market-data", `${MINUTE} * * * *`, { signal }, async () => {
    await watch.look({ signal }).catch((error) => {
      if (signal.aborted) return;
      log.warn("market data could not be looked after", { error: describeError(error) });
    });
  }).catch((error) =>
    log.error("the cron of the market data ended", { error: describeError(error) })
  );
}
