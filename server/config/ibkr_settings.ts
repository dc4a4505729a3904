/** The settings of the paper account at Interactive Brokers, checked together. */
import { vendorNames } from "./setting_types.ts";

export interface IbkrConfig {
  readonly host: string;
  readonly port: number;
  readonly clientId: number;
  readonly account: string;
}

/** Where paper accounts are served: Trader Workstation, IB Gateway. Live accounts are on 7496 and 4001. */
export const PAPER_PORTS: readonly number[] = [7497, 4002];

/** Paper accounts begin with DU; those of live accounts never do. */
export function isPaperAccount(account: string): boolean {
  return /^DU[A-Z]{0,2}\d{3,12}$/.test(account);
}

/** What is wrong with the settings as they were written, a sentence each; nothing without `IBKR_HOST` and its like. */
export function ibkrProblems(given: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const { IBKR_HOST, IBKR_PORT, IBKR_ACCOUNT, IBKR_USERNAME, IBKR_PASSWORD } = given;
  if (!IBKR_HOST) {
    const others = ["IBKR_PORT", "IBKR_CLIENT_ID", "IBKR_ACCOUNT"].filter((name) => given[name]);
    if (IBKR_ACCOUNT) {
      problems.push(`${others.join(", ")} set, and IBKR_HOST missing: the paper account needs it.`);
    }
  } else {
    if (!IBKR_ACCOUNT) {
      problems.push("IBKR_HOST needs IBKR_ACCOUNT, the id of the paper account (DU…).");
    }
    if (!given.TWELVE_DATA_API_KEY) {
      problems.push("IBKR_HOST needs TWELVE_DATA_API_KEY: candles of stocks come from there.");
    }
    const named = vendorNames.safeParse(given.MARKET_DATA ?? given.MARKET_VENUE ?? "binance");
    if (named.success && !named.data.includes("twelve_data")) {
      problems.push("IBKR_HOST needs twelve_data among MARKET_DATA.");
    }
    if (/[\s/:]/.test(IBKR_HOST)) problems.push("IBKR_HOST is the name of a host, without a port.");
  }
  if (IBKR_ACCOUNT && !isPaperAccount(IBKR_ACCOUNT)) {
    problems.push("IBKR_ACCOUNT is not a paper account: its id would begin with DU.");
  }
  if (IBKR_PORT && !PAPER_PORTS.includes(Number(IBKR_PORT))) {
    problems.push(`IBKR_PORT is one of a paper account: ${PAPER_PORTS.join(" or ")}.`);
  }
  if (Boolean(IBKR_USERNAME) !== Boolean(IBKR_PASSWORD)) {
    problems.push(
      `The login of the gateway is set in part: ${
        IBKR_USERNAME ? "IBKR_PASSWORD" : "IBKR_USERNAME"
      } missing.`,
    );
  }
  return problems;
}
