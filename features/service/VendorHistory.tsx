import type { VendorDay, VendorStatus } from "../../contracts/vendor_status.ts";
import { date, duration } from "../../text/format.ts";
import { historyInWords } from "./vendor_words.ts";
import styles from "./VendorHistory.module.css.ts";

/** The last 90 days of a vendor, a bar a day, with the same in words for those who do not see it. */
export function VendorHistory({ vendor }: { readonly vendor: VendorStatus }) {
  const words = historyInWords(vendor);
  return (
    <div class={styles.history}>
      <div class={styles.days} role="img" aria-label={`${vendor.title}: ${words}`}>
        {vendor.days.map((day) => (
          <span
            key={day.day}
            class={styles.day}
            data-state={stateOf(day)}
            title={dayInWords(day)}
          />
        ))}
      </div>
      <p class={styles.ends}>
        <span>90 days ago</span>
        <span>{words}</span>
        <span>Today</span>
      </p>
    </div>
  );
}

function stateOf({ away_minutes }: VendorDay): "unknown" | "working" | "away" {
  if (away_minutes === null) return "unknown";
  return away_minutes === 0 ? "working" : "away";
}

function dayInWords({ day, away_minutes }: VendorDay): string {
  const when = date(Date.parse(day));
  if (away_minutes === null) return `${when}: no record`;
  return away_minutes === 0
    ? `${when}: working`
    : `${when}: away for ${duration(away_minutes * 60_000)}`;
}
