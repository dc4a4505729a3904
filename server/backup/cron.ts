/** The hour of the nightly backup: a cron of Deno's in every process. The look every ten minutes makes good what it misses. */
import { describeError, type Logger } from "../logging/log.ts";
import { cronOf } from "../schedules/cron.ts";
import type { Backups } from "./service.ts";

/** Registers the nightly backup until `signal` aborts. Once a process: Deno takes a cron's name once. */
export function registerNightlyBackup(
  { backups, minuteOfDay, log }: {
    readonly backups: Pick<Backups, "sweep">;
    /** Minutes after midnight UTC. */
    readonly minuteOfDay: number;
    readonly log: Logger;
  },
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  Deno.cron("backups", cronOf(minuteOfDay), { signal }, async () => {
    await backups.sweep().catch((error) =>
      log.warn("backups could not be looked after", { error: describeError(error) })
    );
  }).catch((error) => log.error("the cron of the backups ended", { error: describeError(error) }));
}
