/** The accounts: search, and the way to each. */
import { ACCOUNTS_PER_PAGE, type AdminAccount } from "../../contracts/admin.ts";
import { number } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { SearchBox } from "../../ui/Field.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

export interface AccountsProps {
  readonly accounts: readonly AdminAccount[];
  readonly total: number;
  readonly search: string;
  readonly page: number;
}

export function AccountsPanel({ accounts, total, search, page }: AccountsProps) {
  const pages = Math.max(1, Math.ceil(total / ACCOUNTS_PER_PAGE));
  const address = (to: number) =>
    `/admin/accounts?${new URLSearchParams({
      ...(search ? { q: search } : {}),
      page: String(to),
    })}`;
  return (
    <>
      <form method="get" action="/admin/accounts" class={styles.bar} role="search">
        <SearchBox
          label="Search by email"
          name="q"
          placeholder="Search by email"
          value={search}
          autocomplete="off"
        />
        <Button type="submit">Search</Button>
      </form>
      <Card pad={false}>
        <TableScroll label="Accounts">
          <table class={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">Email</th>
                <th scope="col">Status</th>
                <th scope="col">Joined</th>
                <th scope="col">Last seen</th>
                <th scope="col" class={tableStyles.numeric}>Strategies</th>
                <th scope="col" class={tableStyles.numeric}>Backtests</th>
              </tr>
            </thead>
            <tbody>
              {accounts.map((account) => (
                <tr key={account.id}>
                  <th scope="row">
                    <a class={linkStyles.link} href={`/admin/accounts/${account.id}`}>
                      {account.email}
                    </a>
                  </th>
                  <td>
                    <Standing {...account} />
                  </td>
                  <td>
                    <Time at={account.created_at} dateOnly />
                  </td>
                  <td>{account.last_seen_at ? <Time at={account.last_seen_at} /> : "–"}</td>
                  <td class={tableStyles.numeric}>{number(account.strategies)}</td>
                  <td class={tableStyles.numeric}>{number(account.backtests)}</td>
                </tr>
              ))}
              {accounts.length === 0 && (
                <tr>
                  <td colSpan={6}>No account matches.</td>
                </tr>
              )}
            </tbody>
          </table>
        </TableScroll>
      </Card>
      {pages > 1 && (
        <nav class={styles.pager} aria-label="Pages">
          {page > 1 ? <ButtonLink href={address(page - 1)}>Previous</ButtonLink> : <span />}
          <span>Page {page} of {pages}</span>
          {page < pages ? <ButtonLink href={address(page + 1)}>Next</ButtonLink> : <span />}
        </nav>
      )}
    </>
  );
}

/** Role and state in a word or two. */
export function Standing({ role, disabled_at }: Pick<AdminAccount, "role" | "disabled_at">) {
  if (disabled_at !== null) return <Badge tone="loss">Disabled</Badge>;
  if (role === "owner") return <Badge tone="accent">Owner</Badge>;
  if (role === "admin") return <Badge tone="accent">Admin</Badge>;
  return <Badge>Member</Badge>;
}
