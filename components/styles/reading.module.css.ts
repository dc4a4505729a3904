/** Written by `deno task styles` from `reading.module.css`. */
export default {
  reading: "reading_reading",
  lead: "reading_lead",
} as const;
