/** Stored candles that a vendor gives other values for, each to be decided on. */
import type { AdminRestatement } from "../../contracts/admin.ts";
import { changedValues } from "../../text/candle_values.ts";
import { counted, dateTime, number, percentPoints } from "../../text/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import styles from "./admin.module.css.ts";

/** @param candles all that wait, those that are not listed too */
export function RestatementsCard(
  { restatements, candles }: {
    readonly restatements: readonly AdminRestatement[];
    readonly candles: number;
  },
) {
  const more = candles - new Set(restatements.map(nameOf)).size;
  return (
    <Card title="Restated candles" id="restated" pad={false}>
      <TableScroll label="Stored and new values">
        <table class={tableStyles.table}>
          <thead>
            <tr>
              <th scope="col">Candle (UTC)</th>
              <th scope="col">Source</th>
              <th scope="col">Stored → new</th>
              <th scope="col" class={tableStyles.numeric}>Price change</th>
              <th scope="col">Seen</th>
              <th scope="col" class={tableStyles.numeric}>Backtests</th>
              <th scope="col">
                <span class={textStyles.srOnly}>Decision</span>
              </th>
            </tr>
          </thead>
          <tbody>{restatements.map((one) => <Row key={one.id} {...one} />)}</tbody>
        </table>
      </TableScroll>
      {restatements.length > 1 && (
        <div class={styles.foot}>
          {more > 0 && <span>{counted(more, "more candle")} after these.</span>}
          <Decide
            ids={restatements.map(({ id }) => id)}
            accept={`Accept these ${restatements.length}`}
            reject={`Keep these ${restatements.length} as stored`}
          />
        </div>
      )}
    </Card>
  );
}

function Row(one: AdminRestatement) {
  const name = nameOf(one);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{one.given_by === one.source ? one.source : `${one.source}, said by ${one.given_by}`}</td>
      <td>
        {changedValues(one.old, one.new).map(({ value, old, new: given }) => (
          <div key={value}>{value} {old} → {given}</div>
        ))}
      </td>
      <td class={tableStyles.numeric}>
        {one.largest_change > 0
          ? percentPoints(Number((one.largest_change * 100).toPrecision(2)))
          : "–"}
      </td>
      <td>
        <Time at={one.seen_at} />
      </td>
      <td class={tableStyles.numeric}>{number(one.runs)}</td>
      <td>
        <Decide ids={[one.id]} accept="Accept" reject="Keep stored" of={name} />
      </td>
    </tr>
  );
}

function Decide(
  { ids, accept, reject, of }: {
    readonly ids: readonly string[];
    readonly accept: string;
    readonly reject: string;
    /** What it is about, for buttons that are there more than once. */
    readonly of?: string;
  },
) {
  const label = (what: string) => of === undefined ? {} : { "aria-label": `${what}: ${of}` };
  return (
    <form method="post" class={styles.actions}>
      <input type="hidden" name="ids" value={ids.join(" ")} />
      <Button type="submit" size="sm" formAction="/admin/market-data/accept" {...label(accept)}>
        {accept}
      </Button>
      <Button type="submit" size="sm" formAction="/admin/market-data/reject" {...label(reject)}>
        {reject}
      </Button>
    </form>
  );
}

/** `BTC/USDT 1h, 1 Jan 2021, 13:00` */
function nameOf({ asset, timeframe, time }: AdminRestatement): string {
  return `${asset} ${timeframe}, ${dateTime(Date.parse(time))}`;
}
