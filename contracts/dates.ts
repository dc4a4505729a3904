/** Dates as people and programs write them. */
import { z } from "zod";

/** A date (`2021-01-01`, midnight UTC) or a time with its offset, as a `Date`. */
export const dateSchema = z.string("Choose a date.").transform((text, ctx) => {
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const time = iso.test(text) ? Date.parse(text) : NaN;
  const day = text.slice(0, 10);
  // Date.parse takes 2021-02-30 for 2 March; a day that does not exist is a mistake.
  const exists = !Number.isNaN(time) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (exists && time >= 0) return new Date(time);
  ctx.addIssue("Enter a date like 2021-01-31.");
  return z.NEVER;
});
