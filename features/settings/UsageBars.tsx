/** How much of each limit is used, and what does not count. */
import type { Usage } from "../../contracts/users.ts";
import { number } from "../../text/format.ts";
import { Time } from "../../ui/Time.tsx";
import { Section } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./UsageBars.module.css.ts";

export function UsageBars({ usage }: { readonly usage: Usage }) {
  const { strategies, backtests_today: runs, imports, import_candles: candles } = usage;
  return (
    <Section
      id="usage"
      lead="The beta limits. Archived strategies, automatic backtests and live results in the editor do not count."
    >
      <div class={styles.usage}>
        <Bar label="Strategies" {...strategies} />
        <Bar label="Backtests today" {...runs} />
        <Bar label="Candle imports" {...imports} />
        <Bar label="Imported candles" {...candles} />
      </div>
      <p class={fieldStyles.hint}>
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
