/** Which backups of a place are kept. */
import { describeError, type Logger } from "../logging/log.ts";
import { readBackupName } from "./names.ts";
import type { BackupPlace } from "./place.ts";

const DAYS = 7;
const WEEKS = 4;
const BEFORE_MIGRATIONS = 3;
const DAY_MS = 86_400_000;
/** The first Monday after the epoch: weeks begin on Mondays. */
const MONDAY_MS = 4 * DAY_MS;

/**
 * The names that are not kept any more: of nightly backups all but the newest of each of the last 7 days and of the last 4 weeks
 * that have one, of those before migrations all but the newest 3. Others are nobody's to remove.
 */
export function outdatedBackups(names: readonly string[]): string[] {
  const dated = names.flatMap((name) => {
    const read = readBackupName(name);
    return read === null ? [] : [{ name, ...read }];
  }).sort((a, b) => b.atMs - a.atMs);
  const nightly = dated.filter(({ kind }) => kind === "nightly");
  const kept = new Set([
    ...newestOfEach(nightly, (ms) => Math.floor(ms / DAY_MS), DAYS),
    ...newestOfEach(nightly, (ms) => Math.floor((ms - MONDAY_MS) / (7 * DAY_MS)), WEEKS),
    ...dated.filter(({ kind }) => kind === "before_migration").slice(0, BEFORE_MIGRATIONS)
      .map(({ name }) => name),
  ]);
  return dated.filter(({ name, kind }) => kind !== "manual" && !kept.has(name))
    .map(({ name }) => name);
}

function newestOfEach(
  newestFirst: readonly { readonly name: string; readonly atMs: number }[],
  periodOf: (ms: number) => number,
  count: number,
): string[] {
  const newest = new Map<number, string>();
  for (const { name, atMs } of newestFirst) {
    const period = periodOf(atMs);
    if (!newest.has(period)) newest.set(period, name);
  }
  return [...newest.values()].slice(0, count);
}

/** The newest nightly or other complete backup of a place; `null` where there is none. */
export function newestBackup(names: readonly string[]): string | null {
  let newest: { readonly name: string; readonly atMs: number } | null = null;
  for (const name of names) {
    const read = readBackupName(name);
    // Those before migrations have no results in them.
    if (read === null || read.kind === "before_migration") continue;
    if (newest === null || read.atMs > newest.atMs) newest = { name, atMs: read.atMs };
  }
  return newest?.name ?? null;
}

/** Removes what is not kept any more. What cannot be removed now is removed the next time. */
export async function removeOutdated(
  place: Pick<BackupPlace, "title" | "list" | "remove">,
  log: Pick<Logger, "warn">,
): Promise<void> {
  try {
    for (const name of outdatedBackups(await place.list())) await place.remove(name);
  } catch (error) {
    log.warn("old backups could not be removed", {
      place: place.title,
      error: describeError(error),
    });
  }
}
