import type { Health, MarketDataHealth } from "../../contracts/health.ts";
import { counted } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import { Time } from "../../ui/Time.tsx";
import { cx } from "../../ui/cx.ts";
import { SinceWhen } from "./SinceWhen.tsx";
import readingStyles from "../../components/styles/reading.module.css.ts";
import styles from "./HealthScreen.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

const PARTS = [
  { key: "db", name: "Database", holds: "Accounts, strategies, versions, backtests, candles" },
  { key: "queue", name: "Queue", holds: "Backtests waiting to run" },
  { key: "storage", name: "Storage", holds: "Full results of backtests" },
] as const;

const DISK_FULL =
  "The server’s disk is full. Nothing new can be saved or run until there is room again. What you have saved is safe.";
const AWAY =
  "Part of Blockbuilders is not available. What you have saved is safe. Try again in a few minutes.";

/** Whether the parts answer, for people. */
export function HealthScreen({ health }: { health: Health }) {
  const ok = health.status === "ok";
  return (
    <div class={readingStyles.reading}>
      <h1>Health</h1>
      <p class={readingStyles.lead}>
        {ok
          ? "All systems work."
          : PARTS.every(({ key }) => health[key] === "ok")
          ? DISK_FULL
          : AWAY}
      </p>
      <Card pad={false}>
        <table class={tableStyles.table}>
          <caption class={textStyles.srOnly}>Parts and their status</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class={styles.hideSm}>Stores</th>
              <th scope="col" class={tableStyles.numeric}>Status</th>
            </tr>
          </thead>
          <tbody>
            {PARTS.map(({ key, name, holds }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td class={cx(textStyles.quiet, styles.hideSm)}>{holds}</td>
                <td class={tableStyles.numeric}>
                  {health[key] === "ok"
                    ? <Badge tone="gain">✓ Working</Badge>
                    : <Badge tone="loss">✗ Not available</Badge>}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">Disk</th>
              <td class={cx(textStyles.quiet, styles.hideSm)}>Room for new work</td>
              <td class={tableStyles.numeric}>
                {health.disk === "ok"
                  ? <Badge tone="gain">✓ Enough room</Badge>
                  : <Badge tone="loss">✗ Full</Badge>}
              </td>
            </tr>
          </tbody>
        </table>
      </Card>
      {health.market_data && <MarketDataCard found={health.market_data} />}
      {health.vendors.length > 0 && (
        <Card pad={false} title="Candles" id="vendors" class={styles.vendors}>
          <table class={tableStyles.table}>
            <caption class={textStyles.srOnly}>Vendors of candles and their status</caption>
            <thead>
              <tr>
                <th scope="col">Vendor</th>
                <th scope="col" class={styles.hideSm}>Last answer</th>
                <th scope="col" class={tableStyles.numeric}>Status</th>
              </tr>
            </thead>
            <tbody>
              {health.vendors.map((vendor) => (
                <tr key={vendor.name}>
                  <th scope="row">{vendor.title}</th>
                  <td class={cx(textStyles.quiet, styles.hideSm)}>
                    <SinceWhen vendor={vendor} />
                  </td>
                  <td class={tableStyles.numeric}>
                    {vendor.state === "working"
                      ? <Badge tone="gain">✓ Working</Badge>
                      : <Badge tone="loss">✗ Not available</Badge>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
      <p class={cx(textStyles.quiet, textStyles.small)}>Version {health.version}</p>
    </div>
  );
}

/** What the hourly look at stored candles has found. */
function MarketDataCard({ found }: { readonly found: MarketDataHealth }) {
  const total = Object.values(found.findings).reduce((sum, count) => sum + count, 0);
  const more = total - found.shown.length;
  return (
    <Card title="Market data">
      <p>
        Stored candles were checked on <Time at={found.checked_at} />.{" "}
        {total === 0 ? "Nothing was found." : `${counted(total, "finding")} in all.`}
        {found.restated_candles > 0 &&
          ` ${
            counted(found.restated_candles, "candle has", "candles have")
          } other values at the exchange by now and wait to be accepted.`}
      </p>
      {total > 0 && (
        <ul class={styles.findings}>
          {found.shown.map(({ text }) => <li key={text}>{text}</li>)}
          {more > 0 && <li>And {counted(more, "more", "more")}.</li>}
        </ul>
      )}
    </Card>
  );
}
