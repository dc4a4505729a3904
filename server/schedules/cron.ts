/** The hour itself: a cron of Deno's in every process. The sweep that runs every minute makes good what it misses. */
import { describeError, type Logger } from "../logging/log.ts";
import { timeOfDay } from "../track_records/days.ts";
import type { Schedules } from "./service.ts";

/** Registers the daily sweep until `signal` aborts. Once a process: Deno takes a cron's name once. */
export function registerDailySweep(
  { schedules, minuteOfDay, log }: {
    readonly schedules: Pick<Schedules, "sweep">;
    /** Minutes after midnight UTC. */
    readonly minuteOfDay: number;
    readonly log: Logger;
  },
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  log.info("auto-updates begin each day", { at: `${timeOfDay(minuteOfDay)} UTC` });
  Deno.cron("auto-updates", cronOf(minuteOfDay), { signal }, async () => {
    log.info("the hour of the auto-updates");
    await schedules.sweep().catch((error) =>
      log.warn("auto-updates could not be looked after", { error: describeError(error) })
    );
  }).catch((error) =>
    log.error("the cron of the auto-updates ended", { error: describeError(error) })
  );
}

/** Every day at that minute, as cron writes it. Deno's crons run in UTC. */
export function cronOf(minuteOfDay: number): string {
  return `${minuteOfDay % 60} ${Math.floor(minuteOfDay / 60)} * * *`;
}
