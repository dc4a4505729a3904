/** Pages that explain, as a browser without JavaScript meets them. */
import assert from "node:assert/strict";
import { GLOSSARY } from "../../text/glossary.ts";
import { TERM_KEYS } from "../../text/glossary_order.ts";
import { QUESTIONS } from "../../features/learn/questions.tsx";
import { TEST_STORIES } from "../../features/learn/trust/stories/mod.ts";
import { TEMPLATES } from "../../engine/mod.ts";
import { bestOfFirst } from "../../studio/made_up/best_try.ts";
import { testedOf } from "../../studio/made_up/known_runs.ts";
import { tuneWalk } from "../../studio/made_up/tuned_walk.ts";
import { metricText } from "../../text/metric_text.ts";
import { sentenceOf } from "../../text/robustness/answer_sentences.ts";
import {
  LEARN_TESTS,
  learnPath,
  ROBUSTNESS_NAMES,
  TEST_WORDS,
} from "../../text/robustness/test_words.ts";
import { Assets } from "../../server/web_assets/assets.ts";
import { type TestApp, testApp, type TestClient } from "../../tests/support/app.ts";
import pictureStyles from "../../components/pictures/GraphPictureView.module.css.ts";

const built = await new Assets({ viteOrigin: null }).tags("islands/shell.ts").catch(() => null);

function testPages(name: string, fn: (app: TestApp) => Promise<void>): void {
  testApp(`learn: ${name}`, fn, {
    // What stands in for the Vite dev server's address is never asked for anything here.
    ...(built ? {} : { config: { viteOrigin: "http://localhost:5173" } }),
  });
}

const open = (client: TestClient, path: string) => client.get(`/${path}`, { accept: "text/html" });
const ids = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

testPages("the glossary has every word, each with an anchor of its own", async (app) => {
  const { status, text } = await open(app.visitor(), "/learn/glossary");
  assert.equal(status, 200);
  for (const key of TERM_KEYS) {
    assert.ok(text.includes(`<div id="${key}"`), key);
    const term = GLOSSARY[key].term.replaceAll("&", "&amp;");
    assert.ok(text.includes(`<dt>${term}</dt>`), key);
  }
});

testPages("no anchor is there twice, and every link to one leads somewhere", async (app) => {
  const visitor = app.visitor();
  const pages = [
    "/learn",
    "/learn/glossary",
    "/learn/templates",
    "/how-backtests-work",
    LEARN_TESTS,
    ...ROBUSTNESS_NAMES.map(learnPath),
    "/learn/overfitting",
  ];
  const anchors = new Map<string, readonly (string | undefined)[]>();
  const links: string[] = [];
  for (const path of pages) {
    const { text } = await open(visitor, path);
    const found = ids(text);
    assert.equal(new Set(found).size, found.length, path);
    anchors.set(path, found);
    for (const [, href = ""] of text.matchAll(/ href="([^"]*#[^"]+)"/g)) {
      links.push(href.startsWith("#") ? `${path}${href}` : href);
    }
  }
  assert.ok(links.length > 40);
  for (const link of links) {
    const [path = "", anchor = ""] = link.split("#");
    assert.ok(anchors.get(path)?.includes(anchor), link);
  }
});

testPages(
  "every template has its story, its blocks and a result on synthetic prices",
  async (app) => {
    const { text } = await open(app.visitor(), "/learn/templates");
    for (const { id, name } of TEMPLATES) {
      const story = text.slice(
        text.indexOf(`id="${id}"`),
        text.indexOf("</article>", text.indexOf(`id="${id}"`)),
      );
      assert.ok(story.includes(name.replace("&", "&amp;")), id);
      assert.match(story, /Works when:/, id);
      assert.match(story, /Fails when:/, id);
      assert.match(story, /synthetic/, id);
      assert.ok(story.includes(`class="${pictureStyles.picture}`), id);
      assert.ok(story.includes(`href="/try?template=${id}"`), id);
    }
    const person = await app.person();
    const mine = await open(person, "/learn/templates");
    assert.ok(mine.text.includes('href="/strategies/new?template=turtle"'));
  },
);

testPages("a visitor reads and is not asked for steps; an account sees its own", async (app) => {
  const visitor = await open(app.visitor(), "/learn");
  assert.doesNotMatch(visitor.text, /First steps:/);
  for (const { question } of QUESTIONS) {
    assert.ok(visitor.text.includes(question.replaceAll("&", "&amp;")), question);
  }
  const person = await app.person();
  assert.match((await open(person, "/learn")).text, /First steps: 0 of 7 done/);
  await person.post("/strategies", { name: "Mine", asset: "DEMO/USDT", timeframe: "4h" });
  assert.match((await open(person, "/strategies")).text, /First steps: 1 of 7 done/);
  assert.doesNotMatch((await open(person, "/strategies?archived=1")).text, /First steps:/);
});

testPages(
  "hiding the first steps takes an account, and comes back to the strategies",
  async (app) => {
    const form = { accept: "text/html", "content-type": "application/x-www-form-urlencoded" };
    const hide = (client: TestClient, show: string) =>
      client.send("POST", "//learn/first-steps", `show=${show}`, form);
    assert.equal((await hide(app.visitor(), "no")).status, 303);
    const person = await app.person();
    const answer = await hide(person, "no");
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, "/strategies"]);
    assert.doesNotMatch((await open(person, "/strategies")).text, /First steps:/);
    await hide(person, "yes");
    assert.match((await open(person, "/strategies")).text, /First steps:/);
  },
);

testPages(
  "what a simulation assumes is said, and linked from where a backtest is begun",
  async (app) => {
    const { text } = await open(app.visitor(), "/how-backtests-work");
    for (
      const said of [
        /OHLCV/,
        /no ticks/,
        /One asset, one timeframe/,
        /Costs are always included/,
        /Slippage here is a fixed share of the price/,
        /Simulated performance\. Not investment advice\./,
      ]
    ) assert.match(text, said);
    const person = await app.person();
    const { json } = await person.post("/strategies", {
      name: "Mine",
      asset: "DEMO/USDT",
      timeframe: "4h",
      template: "buy_and_hold",
    });
    const runs = await open(person, `/strategies/${json.id}/runs`);
    assert.match(runs.text, /<form[^]*href="\/how-backtests-work"[^]*<\/form>/);
  },
);

testPages("every test of a result has a page with what it finds, and is listed", async (app) => {
  const visitor = app.visitor();
  const overview = await open(visitor, LEARN_TESTS);
  assert.equal(overview.status, 200);
  assert.deepEqual(TEST_STORIES.map(({ name }) => name), ROBUSTNESS_NAMES);
  for (const { name, steps, misunderstood } of TEST_STORIES) {
    assert.ok(overview.text.includes(`href="${learnPath(name)}"`), name);
    const { status, text } = await open(visitor, learnPath(name));
    assert.equal(status, 200, name);
    assert.ok(text.includes(`<h1>${TEST_WORDS[name].question}</h1>`), name);
    for (const said of [steps[0]!, misunderstood[0]!.truth]) {
      assert.ok(text.includes(said.replaceAll("&", "&amp;")), name);
    }
    for (const run of ["edge", "luck"] as const) {
      const figure = new RegExp(`<figure[^>]*data-run="${run}"[^]*?</figcaption></figure>`)
        .exec(text)?.[0] ?? "";
      const tested = await testedOf(run, name);
      const says = sentenceOf(tested, tested.run).replaceAll("&", "&amp;");
      assert.ok(figure.includes(says), `${name}, ${run}: ${says}`);
      assert.match(figure, /<svg/, name);
      assert.ok(figure.includes(`data-answer="${tested.answer ?? "information"}"`), name);
    }
  }
  assert.equal((await open(visitor, "/learn/trust/nothing")).status, 404);
});

testPages("the glossary leads to the pages about tests and to tuning on noise", async (app) => {
  const { text } = await open(app.visitor(), "/learn/glossary");
  for (const name of ROBUSTNESS_NAMES) {
    assert.ok(text.includes(`<div id="test-${name}"`), name);
    assert.ok(text.includes(`href="${learnPath(name)}"`), name);
  }
  assert.match(text, /<div id="overfitting"[^]*?href="\/learn\/overfitting"/);
});

testPages(
  "tuning on noise is drawn without scripts, for any walk and number of tries",
  async (app) => {
    const visitor = app.visitor();
    const page = async (query: string) => {
      const { status, text } = await open(visitor, `/learn/overfitting${query}`);
      assert.equal(status, 200, query);
      return text;
    };
    const first = await page("");
    assert.match(first, /Walk 19, best of 37 tries:/);
    assert.match(first, /<noscript>[^]*href="\/learn\/overfitting\?walk=19&amp;tries=100"/);
    const walk = tuneWalk(3);
    const best = bestOfFirst(walk, 5);
    const third = await page("?walk=3&tries=5");
    assert.match(third, /Walk 3, best of 5 tries:/);
    assert.ok(third.includes(walk.rules[best]!));
    assert.ok(third.includes(metricText("total_return", walk.best[best]!.unseen.totalReturn)));
    assert.match(third, /On 24 walks/);
    assert.match(await page("?walk=99&tries=1"), /Walk 99, best of 1 try:[^]*On 25 walks/);
    for (const wrong of ["?walk=abc&tries=x", "?walk=-1&tries=101", "?walk=1e9&tries=0"]) {
      assert.match(await page(wrong), /Walk 1, best of 37 tries:/, wrong);
    }
  },
);
