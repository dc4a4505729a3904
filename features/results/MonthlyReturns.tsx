import { MONTHS, UNKNOWN } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { Card } from "../../ui/Card.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { strength, yearRows } from "./monthly_view.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./MonthlyReturns.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

/** What each month made, as a table: year by month, with a sign as well as a colour. */
export function MonthlyReturns({ monthly }: { readonly monthly: RunResult["monthly_returns"] }) {
  const rows = yearRows(monthly);
  const largest = monthly.reduce((most, month) => Math.max(most, Math.abs(month.return)), 0);
  return (
    <Card title="Monthly returns" id="monthly" pad={false}>
      <TableScroll label="Table of monthly returns">
        <table class={cx(tableStyles.table, styles.table)}>
          <thead>
            <tr>
              <th scope="col">Year</th>
              {MONTHS.map((month) => (
                <th key={month} scope="col" class={tableStyles.numeric}>{month}</th>
              ))}
              <th scope="col" class={tableStyles.numeric}>Total</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ year, months, total }) => (
              <tr key={year}>
                <th scope="row">{year}</th>
                {months.map((change, month) => (
                  <Cell key={month} change={change} largest={largest} />
                ))}
                <td class={cx(tableStyles.numeric, styles.total)}>
                  {metricText("monthly_return", total)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function Cell({ change, largest }: { readonly change: number | null; readonly largest: number }) {
  if (change === null) {
    return (
      <td class={cx(tableStyles.numeric, textStyles.quiet)} title="Not part of this period.">
        {UNKNOWN}
      </td>
    );
  }
  return (
    <td
      class={cx(tableStyles.numeric, styles.cell)}
      data-part="month"
      data-tone={change > 0 ? "gain" : change < 0 ? "loss" : undefined}
      data-strength={strength(change, largest)}
    >
      {metricText("monthly_return", change)}
    </td>
  );
}
