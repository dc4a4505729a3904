/** What accounts store and compute, and from when on it is too much. */
import { counted, plain } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

interface Used {
  readonly bytes: number;
  readonly results: number;
  readonly candles: number;
  readonly runs: number;
  readonly seconds: number;
}

export interface CostsPanelProps {
  readonly all: Used;
  readonly accounts: readonly (Used & { readonly id: string; readonly email: string })[];
  readonly more: number;
  /** Days of computing. */
  readonly days: number;
  /** Daily results of a strategy that are kept whole. */
  readonly kept: number;
  /** Bytes; 0 = no limit. */
  readonly limits: { readonly storage: number; readonly accountStorage: number };
}

export function CostsPanel(props: CostsPanelProps) {
  const { all, accounts, more, days, kept, limits } = props;
  return (
    <>
      <Card title="All accounts" id="costs">
        <dl class={styles.facts}>
          <dt>Results stored</dt>
          <dd>
            {counted(all.results, "result")}, {megabytes(all.bytes)}{" "}
            <Over used={all.bytes} limit={limits.storage} />
          </dd>
          <dt>Own candles</dt>
          <dd>{plain(all.candles)}</dd>
          <dt>Computed in {days} days</dt>
          <dd>{counted(all.runs, "backtest")}, {seconds(all.seconds)}</dd>
        </dl>
        <p class={styles.lead}>
          The newest {kept}{" "}
          daily results of each strategy are kept whole. Of older ones the summary is kept, and
          everything of a track record.
        </p>
      </Card>
      <Card title="By account" id="costs-accounts" pad={false}>
        {accounts.length === 0
          ? (
            <EmptyState icon="check" title="Nothing is stored yet">
              Accounts appear here with their first backtest.
            </EmptyState>
          )
          : (
            <TableScroll label="What each account stores and computes">
              <table class={tableStyles.table}>
                <thead>
                  <tr>
                    <th scope="col">Account</th>
                    <th scope="col" class={tableStyles.numeric}>Stored</th>
                    <th scope="col" class={tableStyles.numeric}>Results</th>
                    <th scope="col" class={tableStyles.numeric}>Own candles</th>
                    <th scope="col" class={tableStyles.numeric}>Backtests</th>
                    <th scope="col" class={tableStyles.numeric}>Computing</th>
                  </tr>
                </thead>
                <tbody>
                  {accounts.map((account) => (
                    <tr key={account.id}>
                      <th scope="row">
                        <a href={`/admin/accounts/${account.id}`}>{account.email}</a>
                      </th>
                      <td class={tableStyles.numeric}>
                        <Over used={account.bytes} limit={limits.accountStorage} />{" "}
                        {megabytes(account.bytes)}
                      </td>
                      <td class={tableStyles.numeric}>{plain(account.results)}</td>
                      <td class={tableStyles.numeric}>{plain(account.candles)}</td>
                      <td class={tableStyles.numeric}>{plain(account.runs)}</td>
                      <td class={tableStyles.numeric}>{seconds(account.seconds)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )}
      </Card>
      {more > 0 && <p class={styles.lead}>{counted(more, "more account")} use less.</p>}
    </>
  );
}

function Over({ used, limit }: { readonly used: number; readonly limit: number }) {
  return limit > 0 && used > limit ? <Badge tone="caution">over {megabytes(limit)}</Badge> : null;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`;
}

function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : plain(Math.round(value))} s`;
}
