/** Written by `deno task styles` from `VendorHistory.module.css`. */
export default {
  history: "service-VendorHistory_history",
  days: "service-VendorHistory_days",
  day: "service-VendorHistory_day",
  ends: "service-VendorHistory_ends",
} as const;
