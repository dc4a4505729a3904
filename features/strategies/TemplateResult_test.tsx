import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { act, cleanup, render, screen, waitFor } from "../../tests/support/dom.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
import { loaded, problem, sourceWords } from "./template_results.ts";
import { TemplateResult, TemplateSource } from "./TemplateResult.tsx";

const SOURCE = {
  asset: "BTC/USDT",
  timeframe: "1d",
  from: "2021-01-01T00:00:00.000Z",
  to: "2022-01-01T00:00:00.000Z",
};
const RESULT = {
  total_return: 0.124,
  buy_and_hold_return: 0.596,
  max_drawdown: -0.1,
  num_trades: 1,
  sparkline: [1, 1.124],
};
const plain = () => (document.body.textContent ?? "").replaceAll("\u00a0", " ");

function answer(asset: string, from: string | null, result: typeof RESULT | null) {
  return {
    json: {
      asset,
      timeframe: "1d",
      candles_from: from,
      candles_until: from === null ? null : SOURCE.to,
      templates: [{ id: "turtle", result }],
    },
  };
}

function open() {
  loaded.value = null;
  problem.value = null;
  render(
    <>
      <select id="asset">
        {["BTC/USDT", "ETH/USDT", "SOL/USDT"].map((asset) => <option key={asset}>{asset}</option>)}
      </select>
      <select id="timeframe">
        <option>1d</option>
      </select>
      <TemplateSource source={SOURCE} />
      <TemplateResult id="turtle" result={RESULT} isPending={false} hasCandles />
    </>,
  );
  const field = document.querySelector<HTMLSelectElement>("#asset")!;
  return (asset: string) => {
    field.value = asset;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
}

Deno.test("TemplateResult: the curve, the return beside buy & hold, and the trades", () => {
  open();
  screen.getByRole("img", { name: /^Equity between/ });
  assert.match(plain(), /\+12\.4 % Buy & hold \+59\.6 % · 1 trade$/);
  assert.match(
    plain(),
    /Results on BTC\/USDT 1d, 1 Jan 2021 – 31 Dec 2021, with the default costs\./,
  );
});

Deno.test("TemplateResult: another market is asked for, and of two only the last one counts", async () => {
  const choose = open();
  const before = globalThis.fetch;
  const held = Promise.withResolvers<void>();
  globalThis.fetch = async (input) => {
    const isFirst = String(input).includes("ETH");
    if (isFirst) await held.promise;
    const num_trades = isFirst ? 7 : 1_204;
    const asset = isFirst ? "ETH/USDT" : "SOL/USDT";
    return Response.json(answer(asset, SOURCE.from, { ...RESULT, num_trades }).json);
  };
  try {
    choose("ETH/USDT");
    choose("SOL/USDT");
    await waitFor(() => assert.match(plain(), /1,204 trades/));
    await act(async () => {
      held.resolve();
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    assert.match(plain(), /Results on SOL\/USDT 1d/);
    assert.match(plain(), /1,204 trades/);
  } finally {
    globalThis.fetch = before;
  }
});

Deno.test("TemplateResult: without candles it says so once, and an answer that fails says why", async () => {
  const choose = open();
  await withAnswers(() => answer("ETH/USDT", null, null), async () => {
    choose("ETH/USDT");
    await screen.findByText("No candles of ETH/USDT 1d are stored yet, so no results are shown.");
    assert.equal(document.querySelector('[data-part="template-result"]'), null);
  });
  await withAnswers(
    () => ({ status: 503, json: { error: { code: "unavailable", message: "Away.", issues: [] } } }),
    async () => {
      choose("SOL/USDT");
      await screen.findByText("Away.");
    },
  );
  await withAnswers(() => answer("BTC/USDT", SOURCE.from, null), async () => {
    choose("BTC/USDT");
    await screen.findByText("No result on these candles");
  });
  assert.match(sourceWords({ ...SOURCE, from: null }), /^No candles of BTC/);
});

Deno.test("TemplateResult: a page that came before its results asks for them, in the place kept for them", async () => {
  cleanup();
  loaded.value = null;
  problem.value = null;
  await withAnswers(() => answer("BTC/USDT", SOURCE.from, RESULT), async (asked) => {
    const source = { ...SOURCE, from: null, to: null, isPending: true };
    render(
      <>
        <select id="asset">
          <option>BTC/USDT</option>
        </select>
        <select id="timeframe">
          <option>1d</option>
        </select>
        <TemplateSource source={source} />
        <TemplateResult id="turtle" result={null} isPending hasCandles={false} />
      </>,
    );
    assert.match(plain(), /Running the templates on BTC\/USDT 1d …/);
    assert.ok(document.querySelector('[aria-busy="true"]'));
    await screen.findByText(/^Results on BTC\/USDT 1d/);
    assert.match(plain(), /Buy & hold \+59\.6 %/);
    assert.deepEqual(asked.map(({ path }) => path), [
      "/api/v1/templates?asset=BTC%2FUSDT&timeframe=1d",
    ]);
  });
});

Deno.test("TemplateResult: results name whose candles they are of, where there are any", () => {
  loaded.value = null;
  const credits = { "BTC/USDT": { text: "Candles: Somebody", url: "https://a.example/" } };
  const drawn = (source: typeof SOURCE | { from: null; to: null }) =>
    renderToString(<TemplateSource source={{ ...SOURCE, ...source }} credits={credits} />);
  assert.match(drawn(SOURCE), /default costs\.[^<]*<span[^>]*><a [^>]*>Candles: Somebody/);
  assert.doesNotMatch(drawn({ from: null, to: null }), /Somebody/);
});
