import type { Health } from "../../contracts/health.ts";
import type { Incident } from "../../contracts/incidents.ts";
import type { VendorStatus } from "../../contracts/vendor_status.ts";
import { Attribution } from "../../components/attribution/Attribution.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import { cx } from "../../ui/cx.ts";
import readingStyles from "../../components/styles/reading.module.css.ts";
import styles from "./StatusScreen.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import { IncidentList } from "./IncidentList.tsx";
import { SinceWhen } from "./SinceWhen.tsx";
import { VendorHistory } from "./VendorHistory.tsx";
import { vendorsInWords } from "./vendor_words.ts";

const COMPONENTS = [
  { key: "db", name: "Database" },
  { key: "queue", name: "Queue" },
  { key: "storage", name: "Storage" },
] as const;

/** How the service does, for everybody: its components, and the vendors of candles with their last 90 days. */
export function StatusScreen(
  { health, vendors, incidents = [] }: {
    readonly health: Health;
    readonly vendors: readonly VendorStatus[];
    /** Of the last 90 days; `null` when they cannot be read. */
    readonly incidents?: readonly Incident[] | null;
  },
) {
  const isWorking = health.status === "ok";
  const open = incidents?.filter(({ untilMs }) => untilMs === null) ?? [];
  const past = incidents?.filter(({ untilMs }) => untilMs !== null) ?? [];
  const trouble = vendorsInWords(vendors);
  return (
    <div class={readingStyles.reading}>
      <h1>Status</h1>
      <p class={readingStyles.lead}>
        {!isWorking
          ? "Part of Blockbuilders is not available. What you have saved is safe."
          : trouble ?? (open.length > 0 ? open[0]?.title : "All systems work.")}
      </p>
      {open.length > 0 && (
        <Card pad={false} title="Now" id="open-incidents" class={styles.first}>
          <IncidentList incidents={open} />
        </Card>
      )}
      <Card pad={false} title="Blockbuilders" id="components">
        <table class={tableStyles.table}>
          <caption class={textStyles.srOnly}>Components and their status</caption>
          <thead class={textStyles.srOnly}>
            <tr>
              <th scope="col">Component</th>
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            <Component name="App" works />
            {COMPONENTS.map(({ key, name }) => (
              <Component key={key} name={name} works={health[key] === "ok"} />
            ))}
          </tbody>
        </table>
      </Card>
      {vendors.length > 0 && (
        <Card pad={false} title="Candles" id="vendors" class={styles.vendors}>
          {vendors.map((vendor) => <Vendor key={vendor.name} vendor={vendor} />)}
        </Card>
      )}
      <Card pad={false} title="Incidents of the last 90 days" id="incidents" class={styles.vendors}>
        {past.length > 0
          ? <IncidentList incidents={past} />
          : (
            <p class={cx(textStyles.quiet, styles.none)}>
              {incidents === null ? "They cannot be read right now." : "None."}
            </p>
          )}
      </Card>
      <p class={cx(textStyles.quiet, textStyles.small)}>
        The same for programs: <a href="/api/v1/health">/api/v1/health</a>
      </p>
    </div>
  );
}

function Component({ name, works }: { readonly name: string; readonly works: boolean }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class={tableStyles.numeric}>{works ? <Working /> : <NotAvailable />}</td>
    </tr>
  );
}

function Vendor({ vendor }: { readonly vendor: VendorStatus }) {
  return (
    <section class={styles.vendor} aria-label={vendor.title} data-part="vendor">
      <div class={styles.head}>
        <div>
          <h3>{vendor.title}</h3>
          <p class={cx(textStyles.quiet, textStyles.small)}>
            <SinceWhen vendor={vendor} />
          </p>
        </div>
        {vendor.state === "working" ? <Working /> : <NotAvailable />}
      </div>
      <VendorHistory vendor={vendor} />
      {vendor.attribution && (
        <p class={cx(textStyles.quiet, textStyles.small)}>
          <Attribution of={vendor.attribution} />
        </p>
      )}
    </section>
  );
}

function Working() {
  return <Badge tone="gain">✓ Working</Badge>;
}

function NotAvailable() {
  return <Badge tone="loss">✗ Not available</Badge>;
}
