/** Times as the editor writes them, in the person's zone. */

/** `10 Jan 2025, 14:22` */
export function dayAndTime(time: string | number, timeZone: string | null): string {
  return format(time, timeZone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** `14:22` today, else `10 Jan, 14:22`. */
export function timeOfDay(time: string | number, timeZone: string | null): string {
  const day = (value: string | number | Date) =>
    format(value, timeZone, { day: "numeric", month: "short", year: "numeric" });
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return day(time) === day(Date.now())
    ? format(time, timeZone, clock)
    : format(time, timeZone, { day: "numeric", month: "short", ...clock });
}

function format(
  time: string | number | Date,
  timeZone: string | null,
  options: Intl.DateTimeFormatOptions,
): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, ...(timeZone ? { timeZone } : {}) })
    .format(new Date(time));
}
