/** What keeps every order away from a live account: the port, the account of the settings, and the accounts of the session. */

import { isPaperAccount, PAPER_PORTS } from "../../../config/ibkr_settings.ts";

/** What is wrong with where orders would go; `null` when nothing is. */
export function refusalOf(
  { port, account }: { readonly port: number; readonly account: string },
  paperPorts: readonly number[] = PAPER_PORTS,
): string | null {
  if (!isPaperAccount(account)) {
    return `${account || "No account"} is not a paper account: its id would begin with DU.`;
  }
  if (!paperPorts.includes(port)) {
    return `Port ${port} is not one of a paper account: these are ${paperPorts.join(" and ")}.`;
  }
  return null;
}

/**
 * What is wrong with the session that was opened; `null` when nothing is. A login that reaches a single account which is not a
 * paper account is refused whole.
 *
 * @param list as the broker tells it, with commas
 */
export function refusalOfSession(list: string, account: string): string | null {
  const accounts = list.split(",").map((one) => one.trim()).filter((one) => one !== "");
  const live = accounts.find((one) => !isPaperAccount(one));
  if (live !== undefined) return `The login reaches ${live}, which is not a paper account.`;
  return accounts.includes(account) ? null : `The login does not reach the account ${account}.`;
}
