/** The pages of a strategy's backtests as a browser without JavaScript meets them. */
import assert from "node:assert/strict";
import { type TestApp, testApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const YEAR = { date_from: "2021-01-01", date_to: "2022-01-01" };
/** Stands in for the Vite dev server's address; it is never asked for anything here. */
const options = { config: { viteOrigin: "http://localhost:5173" } };

async function saved(client: TestClient, asset = "DEMO/USDT"): Promise<string> {
  const { json } = await client.post("/strategies", { name: "RSI", asset, timeframe: "1h" });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  assert.equal((await client.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

async function ran(client: TestClient, strategy_id: string, more = {}): Promise<string> {
  const { run_id } = (await client.post("/backtests", { strategy_id, ...YEAR, ...more })).json;
  await untilEnded(client, run_id);
  return run_id;
}

async function compare(client: TestClient, strategy: string, ids: readonly string[]) {
  const { status, text } = await client.get(
    `//strategies/${strategy}/compare?runs=${ids.join(",")}`,
    { accept: "text/html" },
  );
  return { status, text: text.replaceAll("\u00a0", " ").replaceAll("&#39;", "'") };
}

async function trader(app: TestApp) {
  await app.services.runner.start({ alone: true });
  const person = await app.person();
  const strategy = await saved(person);
  return { person, strategy };
}

testApp("compare: two runs stand side by side, with what is different about them", async (app) => {
  const { person, strategy } = await trader(app);
  const ids = [
    await ran(person, strategy),
    await ran(person, strategy, { fee_percent: 0.4, date_to: "2021-07-01" }),
  ];
  const { status, text } = await compare(person, strategy, ids);
  assert.equal(status, 200);
  for (const id of ids) assert.ok(text.includes(`href="/runs/${id}"`));
  assert.match(text, /Different: period and fee\. Everything else is the same\./);
  assert.match(text, /do not cover the same period/);
  assert.match(text, /Buy when RSI\(14\) crosses above 30/);
  assert.match(text, /[+−][\d.]+ points/);
}, options);

testApp("compare: what cannot be compared is left out, and it is said why", async (app) => {
  const { person, strategy } = await trader(app);
  const [a, b] = [await ran(person, strategy), await ran(person, strategy)];
  const failed = await ran(person, await saved(person, "BTC/USDT"));
  const stranger = await app.person();
  const theirs = await ran(stranger, await saved(stranger));
  const cases: [readonly string[], RegExp][] = [
    [[a, b, theirs], /not there any more/],
    [[a, b, "nonsense"], /not there any more/],
    [[a, b, failed], /A backtest of another strategy, RSI, is left out/],
  ];
  for (const [ids, words] of cases) {
    const { status, text } = await compare(person, strategy, ids);
    assert.equal(status, 200, String(words));
    assert.match(text, words);
    assert.match(text, /2 side by side/);
    assert.ok(!text.includes(`/runs/${theirs}`));
  }
  await app.services.storage.delete(`runs/${b}/results.json`);
  const { status, text } = await compare(person, strategy, [a, b]);
  assert.equal(status, 422);
  assert.match(
    text,
    /The backtest of 1 Jan 2021 – 31 Dec 2021 is left out\. The result of this backtest is gone/,
  );
}, options);

testApp("compare: fewer than two, none, or too many lead back to the list", async (app) => {
  const { person, strategy } = await trader(app);
  const ids: string[] = [];
  for (let k = 0; k < 5; k++) ids.push(await ran(person, strategy));
  for (const few of [[], [ids[0]!], [ids[0]!, ids[0]!], ['"><script>', "x".repeat(3_000)]]) {
    const { status, text } = await compare(person, strategy, few);
    assert.equal(status, 422);
    assert.match(text, /There is nothing to compare/);
    assert.ok(text.includes(`href="/strategies/${strategy}/runs"`));
    assert.doesNotMatch(text, /<script>/);
  }
  const { status, text } = await compare(person, strategy, ids);
  assert.equal(status, 200);
  assert.match(text, /Up to 4 fit beside each other/);
  assert.match(text, /4 side by side/);
  const other = await compare(await app.person(), strategy, ids);
  assert.equal(other.status, 404);
  const visitor = await app.visitor().get(`//strategies/${strategy}/compare`, {
    accept: "text/html",
  });
  assert.equal(visitor.status, 303);
}, options);

testApp(
  "compare: results of several strategies stand side by side, and it is said when markets and periods differ",
  async (app) => {
    const { person, strategy } = await trader(app);
    const { json: other } = await person.post("/strategies", {
      name: "Held <b>",
      asset: "DEMO/USDT",
      timeframe: "1d",
      template: "buy_and_hold",
    });
    const [a, b] = [
      await ran(person, strategy),
      await ran(person, other.id, { date_to: "2021-07-01" }),
    ];
    const failed = await ran(person, await saved(person, "BTC/USDT"));
    const stranger = await app.person();
    const theirs = await ran(stranger, await saved(stranger));
    const open = async (...ids: string[]) => {
      const { status, text } = await person.get(`//compare?runs=${ids.join(",")}`, {
        accept: "text/html",
      });
      return { status, text: text.replaceAll("\u00a0", " ").replaceAll("&#39;", "'") };
    };
    const both = await open(a, b);
    assert.equal(both.status, 200);
    assert.match(both.text, /2 side by side/);
    for (const id of [a, b]) assert.ok(both.text.includes(`href="/runs/${id}"`));
    assert.match(both.text, /RSI v1 · 1 Jan 2021 – 31 Dec 2021/);
    assert.match(both.text, /Held &lt;b> v1 · 1 Jan 2021 – 30 Jun 2021/);
    assert.match(both.text, /do not cover the same period/);
    assert.match(both.text, /of different markets: DEMO\/USDT 1h and DEMO\/USDT 1d\./);
    assert.match(both.text, /Different: strategy, rules, period and market\./);

    const some = await open(a, b, failed, theirs, "nonsense");
    assert.equal(some.status, 200);
    assert.match(some.text, /The backtest of RSI, 1 Jan 2021 – 31 Dec 2021 failed/);
    assert.match(some.text, /not there any more/);
    assert.ok(!some.text.includes(`/runs/${theirs}`));
    for (const few of [[], [a], [a, theirs], ["x".repeat(5_000)]]) {
      const { status, text } = await open(...few);
      assert.equal(status, 422);
      assert.match(text, /Choose two to four strategies with a result from the list\./);
      assert.ok(text.includes('href="/strategies"'));
    }
    const visitor = await app.visitor().get(`//compare?runs=${a},${b}`, { accept: "text/html" });
    assert.equal(visitor.status, 303);
  },
  options,
);

testApp("a failed run's page offers the days that are stored", async (app) => {
  const { person } = await trader(app);
  const strategy = await saved(person, "BTC/USDT");
  const csv = ["timestamp,open,high,low,close,volume"];
  for (let hour = 0; hour < 24 * 40; hour++) {
    csv.push(`${Date.UTC(2021, 0, 1, hour)},100,101,99,100,1`);
  }
  const imported = await app.services.marketData.importCsv({
    asset: "BTC/USDT",
    timeframe: "1h",
    text: csv.join("\n"),
  });
  assert.ok(imported.ok);
  const id = await ran(person, strategy, { date_from: "2020-06-01", date_to: "2021-02-01" });
  const { text } = await person.get(`//runs/${id}`, { accept: "text/html" });
  const plain = text.replaceAll("\u00a0", " ").replaceAll("&amp;", "&");
  assert.match(plain, /Binance could not be reached/);
  assert.match(plain, /Choose 1 Jan 2021 – 31 Jan 2021/);
  assert.ok(plain.includes("/runs?from=2021-01-01&to=2021-01-31#new-backtest"));
  const form = await person.get(
    `//strategies/${strategy}/runs?from=2021-01-01&to=2021-01-31`,
    { accept: "text/html" },
  );
  assert.match(form.text, /value="2021-01-31"/);
}, options);
