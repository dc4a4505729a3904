import assert from "node:assert/strict";
import { ConfigError, loadConfig } from "./config.ts";

const WHOLE = {
  IBKR_HOST: "gateway",
  IBKR_ACCOUNT: "DU1234567",
  MARKET_DATA: "binance,twelve_data",
  TWELVE_DATA_API_KEY: "k",
};

function problems(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env);
    return "";
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.join("\n");
  }
}

Deno.test("settings of the paper account: whole, they are read; without a host there is none", () => {
  assert.deepEqual(loadConfig(WHOLE).ibkr, {
    host: "gateway",
    port: 4002,
    clientId: 17,
    account: "DU1234567",
  });
  assert.equal(loadConfig({ ...WHOLE, IBKR_PORT: "7497", IBKR_CLIENT_ID: "3" }).ibkr?.port, 7497);
  assert.equal(loadConfig({}).ibkr, null);
});

Deno.test("settings of the paper account: what is missing is named", () => {
  const cases: readonly [Record<string, string | undefined>, RegExp][] = [
    [{ IBKR_ACCOUNT: undefined }, /needs IBKR_ACCOUNT/],
    [{ TWELVE_DATA_API_KEY: undefined }, /IBKR_HOST needs TWELVE_DATA_API_KEY/],
    [{ MARKET_DATA: "binance" }, /IBKR_HOST needs twelve_data among MARKET_DATA/],
    [{ MARKET_DATA: undefined }, /IBKR_HOST needs twelve_data among MARKET_DATA/],
    [{ IBKR_HOST: undefined }, /IBKR_ACCOUNT set, and IBKR_HOST missing/],
    [{ IBKR_HOST: "gateway:4002" }, /without a port/],
    [{ IBKR_USERNAME: "me" }, /IBKR_PASSWORD missing/],
    [{ IBKR_PASSWORD: "me" }, /IBKR_USERNAME missing/],
  ];
  for (const [change, expected] of cases) assert.match(problems({ ...WHOLE, ...change }), expected);
});

Deno.test("settings of the paper account: live accounts and their ports are refused", () => {
  for (
    const account of ["U1234567", "DF123456", "F1234567", "du1234567", "XDU1234567", "DU12 34"]
  ) {
    assert.match(problems({ ...WHOLE, IBKR_ACCOUNT: account }), /not a paper account/, account);
    // Without a host too: it would be used as soon as there is one.
    assert.match(
      problems({ IBKR_ACCOUNT: account }),
      /not a paper account/,
    );
  }
  for (const port of ["7496", "4001", "4000", "80", "4003"]) {
    assert.match(
      problems({ ...WHOLE, IBKR_PORT: port }),
      /IBKR_PORT is one of a paper account/,
      port,
    );
  }
});
