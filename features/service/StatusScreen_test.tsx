import assert from "node:assert/strict";
import { render, screen, within } from "../../tests/support/dom.ts";
import type { Health } from "../../contracts/health.ts";
import type { Incident } from "../../contracts/incidents.ts";
import type { VendorStatus } from "../../contracts/vendor_status.ts";
import { HealthScreen } from "./HealthScreen.tsx";
import { StatusScreen } from "./StatusScreen.tsx";

const days = (away: number | null) => [{ day: "2026-03-30", away_minutes: 0 }, {
  day: "2026-03-31",
  away_minutes: away,
}];
const KRAKEN: VendorStatus = {
  name: "kraken",
  title: "Kraken",
  state: "working",
  since: null,
  last_answer: "2026-03-31T11:58:00.000Z",
  reason: null,
  days: days(0),
};
const BINANCE: VendorStatus = {
  name: "binance",
  title: "Binance",
  state: "away",
  since: "2026-03-31T10:00:00.000Z",
  last_answer: null,
  reason: "vendor_refused",
  days: days(90),
};
const health = (vendors: readonly VendorStatus[]): Health => ({
  status: "ok",
  market_data: null,
  db: "ok",
  queue: "ok",
  storage: "ok",
  disk: "ok",
  version: "1",
  vendors: [...vendors],
});
const open = (...vendors: VendorStatus[]) =>
  render(<StatusScreen health={health(vendors)} vendors={vendors} />);

Deno.test("status: while everything works it says so, with each component and vendor", () => {
  open(KRAKEN);
  screen.getByText("All systems work.");
  assert.equal(screen.getAllByText("✓ Working").length, 5);
  screen.getByRole("img", { name: "Kraken: Never away in the last 2 days" });
});

Deno.test("status: a vendor that is away is named with the one that is asked instead", () => {
  open(BINANCE, KRAKEN);
  screen.getByText(
    "Binance does not serve this server’s location. Until it is back, new candles come from Kraken.",
  );
  const vendor = within(screen.getByRole("region", { name: "Binance" }));
  vendor.getByText("✗ Not available");
  assert.match(vendor.getByText(/Away since/).textContent ?? "", /31\sMar\s2026/);
  vendor.getByRole("img", { name: /^Binance: Away for 1\sh 30\smin in the last 2 days$/ });
});

Deno.test("status: with every vendor away it says what still works", () => {
  open(BINANCE);
  screen.getByText(/Backtests on stored candles still run\./);
});

Deno.test("status: days of which nothing is known are in no count", () => {
  open({ ...KRAKEN, days: days(null) }, { ...BINANCE, days: [days(null)[1]!] });
  screen.getByRole("img", { name: "Kraken: Never away today" });
  screen.getByRole("img", { name: "Binance: No history yet" });
});

Deno.test("health: the vendors are named with their state", () => {
  render(<HealthScreen health={health([BINANCE, KRAKEN])} />);
  const table = within(screen.getByRole("table", { name: "Vendors of candles and their status" }));
  assert.match(table.getByRole("row", { name: /Binance/ }).textContent ?? "", /Not available/);
  assert.match(table.getByRole("row", { name: /Kraken/ }).textContent ?? "", /Working/);
});

Deno.test("status: an incident that lasts is the head of the page; those that ended are its history", () => {
  const incident: Incident = {
    id: "1",
    title: "Backtests wait longer than usual",
    components: ["backtests", "daily_updates"],
    sinceMs: Date.UTC(2026, 2, 31, 10),
    untilMs: null,
    updates: [
      { state: "identified", words: "A worker is full.", atMs: Date.UTC(2026, 2, 31, 11) },
      { state: "investigating", words: "We look into it.", atMs: Date.UTC(2026, 2, 31, 10) },
    ],
  };
  const ended = {
    ...incident,
    id: "2",
    title: "Mails came late",
    untilMs: Date.UTC(2026, 2, 31, 12),
  };
  const draw = (incidents: readonly Incident[] | null) =>
    render(<StatusScreen health={health([])} vendors={[]} incidents={incidents} />);
  const { unmount } = draw([incident, ended]);
  assert.equal(screen.queryByText("All systems work."), null);
  const now = within(screen.getByRole("region", { name: "Now" }));
  now.getByRole("heading", { name: "Backtests wait longer than usual" });
  now.getByText(/A worker is full\./);
  assert.equal(now.getAllByText(/^Cause found/).length, 2, "its badge and its newest update");
  assert.equal(now.getAllByText(/Backtests, Daily updates/).length, 1);
  assert.equal(now.queryByText("Mails came late"), null);
  const past = within(screen.getByRole("region", { name: "Incidents of the last 90 days" }));
  past.getByRole("heading", { name: "Mails came late" });
  past.getByText("✓ Resolved");
  unmount();
  const { unmount: gone } = draw([]);
  screen.getByText("All systems work.");
  screen.getByText("None.");
  gone();
  draw(null);
  screen.getByText("They cannot be read right now.");
});

Deno.test("status: whom a vendor's candles are credited to, with the licence", () => {
  const attribution = {
    text: "Candles: Coin Metrics community data",
    url: "https://coinmetrics.io/",
    licence: "CC BY-NC 4.0",
  };
  open({ ...KRAKEN, attribution }, BINANCE);
  const vendor = screen.getByRole("region", { name: "Kraken" });
  assert.match(vendor.textContent ?? "", /Coin Metrics community data \(CC BY-NC 4\.0\)/);
  assert.doesNotMatch(
    screen.getByRole("region", { name: "Binance" }).textContent ?? "",
    /Candles:/,
  );
});
