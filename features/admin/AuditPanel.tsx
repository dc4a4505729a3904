/** Who did what to whom, when and from where. */
import type { AuditList } from "../../contracts/admin.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import { actorWords, detailWords, EVENT_OPTIONS, eventWords, subjectWords } from "./words.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

export interface AuditProps extends AuditList {
  readonly event: string;
  /** Entries about or by this account alone; empty = all. */
  readonly account: string;
}

export function AuditPanel({ entries, next, event, account }: AuditProps) {
  const older = new URLSearchParams({
    ...(event ? { event } : {}),
    ...(account ? { account } : {}),
    before: String(next ?? 0),
  });
  return (
    <>
      <p class={styles.lead}>
        Nobody can change or remove an entry. Log-ins and refused tries are in the server’s log.
      </p>
      <form method="get" action="/admin/audit" class={styles.bar}>
        {account && <input type="hidden" name="account" value={account} />}
        <SelectField
          id="event"
          name="event"
          label="Show"
          value={event}
          options={[{ value: "", label: "Everything" }, ...EVENT_OPTIONS]}
        />
        <Button type="submit">Show</Button>
        {account && <ButtonLink href="/admin/audit">Show all accounts</ButtonLink>}
      </form>
      <Card pad={false}>
        <TableScroll label="Audit log">
          <table class={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">By</th>
                <th scope="col">Account</th>
                <th scope="col">From</th>
                <th scope="col">Details</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td>
                    <Time at={entry.at} />
                  </td>
                  <th scope="row">{eventWords(entry.event)}</th>
                  <td>{actorWords(entry)}</td>
                  <td>{subjectWords(entry)}</td>
                  <td>{entry.address ?? "–"}</td>
                  <td class={styles.wrap}>{detailWords(entry) || "–"}</td>
                </tr>
              ))}
              {entries.length === 0 && (
                <tr>
                  <td colSpan={6}>No entries.</td>
                </tr>
              )}
            </tbody>
          </table>
        </TableScroll>
      </Card>
      {next !== null && (
        <p>
          <ButtonLink href={`/admin/audit?${older}`}>Older entries</ButtonLink>
        </p>
      )}
    </>
  );
}
