/** A process of its own that registers the daily sweep for the minute that comes next, and ends when it has been called. */
import { createLogger } from "../../logging/log.ts";
import { registerDailySweep } from "../cron.ts";

const stop = new AbortController();
// A few seconds to spare, so that the minute has not begun when the cron is registered.
const next = Math.floor((Date.now() + 5_000) / 60_000) + 1;
registerDailySweep({
  schedules: {
    sweep: () => {
      stop.abort();
      return Promise.reject(new Error("the database is away"));
    },
  },
  minuteOfDay: next % (24 * 60),
  log: createLogger({ logLevel: "info", logFormat: "text", write: (line) => console.log(line) }),
}, stop.signal);
