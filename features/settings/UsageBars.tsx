/** How much of each limit is used, and what does not count. */
import type { Usage } from "../../contracts/users.ts";
import { number } from "../../text/format.ts";
import { Time } from "../../ui/Time.tsx";
import { UpgradeLink } from "../../components/upgrade/UpgradeLink.tsx";
import { Section } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./UsageBars.module.css.ts";

export function UsageBars(
  { usage, plan }: {
    readonly usage: Usage;
    /** The name of the account's plan; `null` where plans are not sold. */
    readonly plan: string | null;
  },
) {
  const { strategies, backtests_today: runs, imports, import_candles: candles, upgrade } = usage;
  return (
    <Section
      id="usage"
      lead={`${
        plan === null ? "The beta limits" : `The limits of ${plan}`
      }. Archived strategies, automatic backtests and live results in the editor do not count.`}
    >
      <div class={styles.usage}>
        <Bar label="Strategies" {...strategies} />
        <Bar label="Backtests today" {...runs} />
        <Bar label="Candle imports" {...imports} />
        <Bar label="Imported candles" {...candles} />
      </div>
      <p class={fieldStyles.hint}>
        {upgrade && (
          <>
            <UpgradeLink to={upgrade} />.{" "}
          </>
        )}
        The daily backtest count resets on <Time at={runs.resets_at} />.
      </p>
    </Section>
  );
}

function Bar(
  { label, used, limit }: {
    readonly label: string;
    readonly used: number;
    readonly limit: number;
  },
) {
  return (
    <div class={styles.bar} data-full={used >= limit || undefined}>
      <span>{label}</span>
      <span>
        {number(used)} of {number(limit)}
      </span>
      <meter min={0} max={Math.max(1, limit)} value={used} aria-label={label} />
    </div>
  );
}
