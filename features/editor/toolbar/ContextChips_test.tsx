import assert from "node:assert/strict";
import { descriptionOf, fireEvent, screen, waitFor, within } from "../../../tests/support/dom.ts";
import { RULE } from "../../../studio/testing/samples.ts";
import type { Market } from "../../../contracts/markets.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { ContextChips } from "./ContextChips.tsx";

/** A market whose hourly candles end on this day. */
function market(asset: Market["asset"], name: string, lastDay: string): Market {
  const to_time = new Date(Date.parse(lastDay) + 86_400_000).toISOString();
  const series = { first_time: "2020-01-01T00:00:00.000Z", to_time, candles: 9, behind_bars: 0 };
  return {
    asset,
    name,
    price_decimals: 2,
    synthetic: false,
    venue: "binance",
    timeframes: [{ timeframe: "1h", ...series }, { timeframe: "4h", ...series }],
  };
}

function open({ refusal = "", canMove = true } = {}) {
  const parts = editorParts(RULE);
  const moves: string[] = [];
  const api = canMove
    ? {
      ...parts.api,
      move: (asset: string, timeframe: string) => {
        moves.push(`${asset} ${timeframe}`);
        return Promise.resolve(
          refusal === ""
            ? { kind: "done" as const, value: { asset, timeframe } }
            : { kind: "unreachable" as const, message: refusal },
        );
      },
    }
    : parts.api;
  const markets = [
    ...parts.markets,
    market("BTC/USDT", "Bitcoin", "2022-12-31"),
    market("ETH/USDT", "Ethereum", "2021-06-30"),
  ];
  renderInEditor({ ...parts, api, markets }, <ContextChips tracked />);
  return {
    ...parts,
    moves,
    settings: () => parts.live.settings.value,
    chip: (name: RegExp) => screen.getByRole("button", { name }),
    write: (input: HTMLElement, value: string) => fireEvent.input(input, { target: { value } }),
  };
}

async function openCosts(form: ReturnType<typeof open>) {
  fireEvent.click(form.chip(/^Costs and capital/));
  await screen.findByLabelText("Starting capital");
  return (label: RegExp | string) => screen.getByLabelText<HTMLInputElement>(label);
}

const plain = (text: string | null) => (text ?? "").replaceAll("\u00a0", " ");

Deno.test("ContextChips: market, period with its end, costs and capital stand in the bar", () => {
  const { chip } = open();
  assert.equal(
    plain(chip(/^Market: DEMO\/USDT · 1h/).textContent),
    "Market: DEMO/USDT · 1h synthetic",
  );
  assert.equal(plain(chip(/^Period: 1 year/).textContent), "Period: 1 year ends 31 Dec 2023");
  assert.equal(plain(chip(/^Period/).title), "1 Jan 2023 – 31 Dec 2023, ends 31 Dec 2023");
  assert.equal(
    plain(chip(/^Costs and capital/).textContent),
    "Costs and capital: 0.1 % + 0.05 % · 10,000",
  );
});

Deno.test("ContextChips: a period is chosen, months among them, or days in order", async () => {
  const { chip, settings } = open();
  fireEvent.click(chip(/^Period/));
  fireEvent.click(await screen.findByRole("button", { name: "3 months" }));
  assert.equal(settings().period, "3m");
  assert.match(plain(chip(/^Period/).textContent), /^Period: 3 months/);
  screen.getByText(
    /1.Oct.2023 – 31.Dec.2023\. Stored from 1.Jan.2021 on; candles end 31.Dec.2023, \d+ \w+ ago/,
  );
  fireEvent.click(screen.getByRole("button", { name: "Dates…" }));
  assert.deepEqual(settings().period, { from: "2023-10-01", to: "2023-12-31" });
  const first = screen.getByLabelText("First day");
  fireEvent.change(first, { target: { value: "2023-12-31" } });
  fireEvent.change(first, { target: { value: "2024-02-01" } });
  screen.getByText("Choose two days, the first one before the last.");
  assert.deepEqual(settings().period, { from: "2023-12-31", to: "2023-12-31" });
  fireEvent.change(first, { target: { value: "2023-03-01" } });
  assert.deepEqual(settings().period, { from: "2023-03-01", to: "2023-12-31" });
  assert.match(
    plain(chip(/^Period/).textContent),
    /^Period: 1 Mar 2023 – 31 Dec 2023 candles end 31 Dec/,
  );
});

Deno.test("ContextChips: costs with a decimal comma are taken as they are typed", async () => {
  const form = open();
  const field = await openCosts(form);
  form.write(field(/^Fee/), "0,001");
  assert.equal(form.settings().feePercent, 0.001);
  form.write(field(/^Slippage/), "0,075");
  assert.equal(form.settings().slippagePercent, 0.075);
  assert.match(plain(form.chip(/^Costs/).textContent), /^Costs and capital: 0.001 % \+ 0.075 %/);
});

Deno.test("ContextChips: what has two readings is taken and said", async () => {
  const form = open();
  const capital = (await openCosts(form))("Starting capital");
  form.write(capital, "25,000");
  assert.match(descriptionOf(capital), /Read as 25000, not 25\./);
  assert.equal(form.settings().capital, 25_000);
});

Deno.test("ContextChips: what cannot be taken stays as it was typed, is said, and changes nothing", async () => {
  const form = open();
  const field = await openCosts(form);
  const capital = field("Starting capital");
  form.write(capital, "25,000");
  form.write(capital, "1.2.3");
  assert.match(descriptionOf(capital), /Enter a number\./);
  fireEvent.blur(capital);
  assert.equal(capital.value, "1.2.3");
  assert.equal(form.settings().capital, 25_000);
  const fee = field(/^Fee/);
  form.write(fee, "1");
  form.write(fee, "9");
  assert.match(descriptionOf(fee), /Enter a number from 0 to 5\./);
  assert.equal(form.settings().feePercent, 1);
});

Deno.test("ContextChips: what is assumed within a candle is chosen", async () => {
  const form = open();
  const field = await openCosts(form);
  fireEvent.change(field("If stop and target fall in the same candle"), {
    target: { value: "target_first" },
  });
  assert.equal(form.settings().intrabar, "target_first");
});

Deno.test("ContextChips: a market is found by its name, and its candles' age stands beside it", async () => {
  const { chip, moves, strategy } = open();
  fireEvent.click(chip(/^Market/));
  const search = await screen.findByRole("combobox", { name: "Find a market" });
  const options = () => screen.getAllByRole("option").map(({ textContent }) => plain(textContent));
  assert.match(options()[0]!, /^DEMO\/USDT – synthetic/, "the present one is first");
  assert.match(options()[1]!, /Candles to 31 Dec 2022, \d+ (months|years) ago/);
  screen.getByText(/so does the track record until it is restarted/);
  fireEvent.input(search, { target: { value: "ether" } });
  assert.equal(options().length, 1);
  fireEvent.keyDown(search, { key: "Enter" });
  await waitFor(() => assert.equal(strategy.value.asset, "ETH/USDT"));
  assert.deepEqual(moves, ["ETH/USDT 1h"]);
  await waitFor(() => assert.equal(screen.queryByRole("combobox"), null));
  assert.ok(document.activeElement === chip(/^Market: ETH\/USDT · 1h/));

  // The recent ones come right after the present one.
  fireEvent.click(chip(/^Market/));
  await screen.findByRole("combobox", { name: "Find a market" });
  assert.match(options()[0]!, /^ETH\/USDT – EthereumNow · candles/);
  assert.match(options()[1]!, /^DEMO\/USDT – syntheticRecent/);
  assert.match(options()[2]!, /^BTC\/USDT – BitcoinCandles to/);
  // Another timeframe is taken at once, and the box stays.
  const timeframes = within(screen.getByRole("group", { name: "Timeframe" }));
  fireEvent.click(timeframes.getByRole("button", { name: "4h" }));
  await waitFor(() => assert.equal(strategy.value.timeframe, "4h"));
  screen.getByRole("combobox", { name: "Find a market" });
});

Deno.test("ContextChips: a market that could not be changed stays, and it is said why", async () => {
  const { chip, strategy } = open({ refusal: "The server cannot be reached." });
  fireEvent.click(chip(/^Market/));
  await screen.findByRole("combobox", { name: "Find a market" });
  fireEvent.click(screen.getByRole("option", { name: /^BTC/ }));
  await screen.findByText("The server cannot be reached.");
  assert.equal(strategy.value.asset, "DEMO/USDT");
  chip(/^Market: DEMO\/USDT · 1h/);
});

Deno.test("ContextChips: a guest sees the market and cannot change it", () => {
  const { chip } = open({ canMove: false });
  assert.equal(screen.queryByRole("button", { name: /^Market/ }), null);
  screen.getByText(/DEMO\/USDT · 1h/);
  chip(/^Period/);
});
