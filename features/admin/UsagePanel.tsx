/** What accounts used in a month, to meter by. */
import type { AdminUsage } from "../../contracts/admin.ts";
import { number } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

/** Accounts that are shown; `deno task usage` has all of them. */
export const USAGE_SHOWN = 100;

export function UsagePanel({ month, months, accounts }: AdminUsage) {
  const options = [...new Set([month, ...months])].toSorted().toReversed()
    .map((value) => ({ value, label: value }));
  return (
    <>
      <form method="get" action="/admin/usage" class={styles.bar}>
        <SelectField
          id="month"
          name="month"
          label="Month (UTC)"
          value={month}
          options={options}
        />
        <Button type="submit">Show</Button>
      </form>
      <Card pad={false}>
        {accounts.length === 0
          ? (
            <EmptyState icon="bars" title="Nothing was used in this month">
              Backtests and robustness reports count when they complete.
            </EmptyState>
          )
          : (
            <TableScroll label="Usage">
              <table class={tableStyles.table}>
                <thead>
                  <tr>
                    <th scope="col">Email</th>
                    <th scope="col">Plan now</th>
                    <th scope="col" class={tableStyles.numeric}>Backtests</th>
                    <th scope="col" class={tableStyles.numeric}>Daily updates</th>
                    <th scope="col" class={tableStyles.numeric}>Robustness reports</th>
                    <th scope="col" class={tableStyles.numeric}>Imported candles</th>
                  </tr>
                </thead>
                <tbody>
                  {accounts.slice(0, USAGE_SHOWN).map((one) => (
                    <tr key={one.user_id}>
                      <th scope="row">
                        <a class={linkStyles.link} href={`/admin/accounts/${one.user_id}`}>
                          {one.email}
                        </a>
                      </th>
                      <td>
                        <Badge {...(one.plan === "premium" ? { tone: "accent" as const } : {})}>
                          {one.plan === "premium" ? "Premium" : "Free"}
                        </Badge>
                      </td>
                      <td class={tableStyles.numeric}>{number(one.backtests)}</td>
                      <td class={tableStyles.numeric}>{number(one.daily_updates)}</td>
                      <td class={tableStyles.numeric}>{number(one.robustness_reports)}</td>
                      <td class={tableStyles.numeric}>{number(one.imported_candles)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )}
      </Card>
      {accounts.length > USAGE_SHOWN && (
        <p class={styles.lead}>
          The {number(USAGE_SHOWN)} busiest of {number(accounts.length)} accounts.{" "}
          <code>deno task usage {month} --json</code> has all of them.
        </p>
      )}
    </>
  );
}
