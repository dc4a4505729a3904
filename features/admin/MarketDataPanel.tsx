/** The candles that are stored. */
import type { AdminMarketData } from "../../contracts/admin.ts";
import { counted, number } from "../../text/format.ts";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import { RestatementsCard } from "./RestatementsCard.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

export function MarketDataPanel({ series, imports, restated, restatements }: AdminMarketData) {
  return (
    <>
      <p class={styles.lead}>
        Shared series by market. People’s own imports: {counted(imports.series, "series", "series")}
        {" "}
        with {counted(imports.candles, "candle")}.
      </p>
      {restated.candles > 0 && (
        <Notice tone="caution" role="status">
          <p>
            Exchanges give other values for {counted(restated.candles, "stored candle")} of{" "}
            {counted(restated.series, "series", "series")}{" "}
            than those that are stored. The stored values stay until you decide. Backtests that have
            used them keep their results and say that candles were restated.
          </p>
        </Notice>
      )}
      {restatements.length > 0 && (
        <RestatementsCard restatements={restatements} candles={restated.candles} />
      )}
      <Card pad={false}>
        {series.length === 0
          ? (
            <EmptyState icon="bars" title="No candles yet">
              They are fetched when somebody first asks for a market, or imported from CANDLES_DIR.
            </EmptyState>
          )
          : (
            <TableScroll label="Stored series">
              <table class={tableStyles.table}>
                <thead>
                  <tr>
                    <th scope="col">Market</th>
                    <th scope="col">Source</th>
                    <th scope="col">Period</th>
                    <th scope="col" class={tableStyles.numeric}>Candles</th>
                    <th scope="col">Last change</th>
                  </tr>
                </thead>
                <tbody>
                  {series.map((one) => (
                    <tr key={`${one.asset} ${one.timeframe} ${one.venue}`}>
                      <th scope="row">{one.asset} · {one.timeframe}</th>
                      <td>{one.venue}</td>
                      <td>{one.first_month} to {one.last_month}</td>
                      <td class={tableStyles.numeric}>{number(one.candles)}</td>
                      <td>
                        <Time at={one.changed_at} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )}
      </Card>
    </>
  );
}
