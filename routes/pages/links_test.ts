/** Every page that can be reached: its links lead somewhere, and it says that what it shows is simulated. */
import assert from "node:assert/strict";
import { open, testPages } from "../../tests/support/html_pages.ts";
import { type TestClient, untilEnded } from "../../tests/support/app.ts";
import { DISCLOSURE } from "../../text/disclosure.ts";
import { PAGES } from "./mod.tsx";

/** More of one kind (a page for each strategy) are like the first. */
const OF_A_KIND = 3;
/** What is answered with something else than a page. */
const NO_PAGES =
  /^\/(?:assets|api|static)\/|^\/(?:favicon|robots|manifest)|\.(?:svg|json|csv|zip|txt)$/;

interface Crawled {
  /** Path to HTML. */
  readonly pages: ReadonlyMap<string, string>;
  readonly broken: readonly string[];
}

/** Routes as patterns, to know which page of the list an address is. */
const routes = PAGES.filter(({ method }) => method === "GET").map(({ path }) => ({
  path,
  pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`),
}));

async function crawl(client: TestClient, starts: readonly string[]): Promise<Crawled> {
  const waiting = new Map(starts.map((path) => [path, "here"]));
  const pages = new Map<string, string>();
  const broken: string[] = [];
  const seen = new Map<string, number>();
  // A map goes on with what is added while it is walked.
  for (const [path, from] of waiting) {
    const route = routes.find(({ pattern }) => pattern.test(bare(path)))?.path ?? bare(path);
    const count = (seen.get(route) ?? 0) + 1;
    seen.set(route, count);
    if (count > OF_A_KIND) continue;
    const { status, headers, text } = await open(client, path);
    const location = headers.get("location");
    if (location?.startsWith("/") && !waiting.has(location)) {
      waiting.set(location, path);
    }
    if (status >= 400) broken.push(`${from}: ${path} answers ${status}`);
    if (!headers.get("content-type")?.startsWith("text/html") || status >= 300) continue;
    pages.set(path, text);
    const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    for (const [, href = ""] of text.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)) {
      const [target = "", anchor] = href.replaceAll("&amp;", "&").split("#");
      if (target === "" && anchor && !ids.has(anchor)) broken.push(`${path}: #${anchor}`);
      if (!target.startsWith("/") || NO_PAGES.test(bare(target))) continue;
      if (!waiting.has(target)) waiting.set(target, path);
    }
  }
  return { pages, broken };
}

function bare(href: string): string {
  return href.replace(/[?#].*$/, "");
}

testPages(
  "links lead somewhere, and every page says that what it shows is simulated",
  async (app) => {
    await app.services.runner.start({ alone: true });
    const owner = app.visitor();
    const email = "owner@example.com";
    const code = await app.services.joining.ownerCode() ?? "";
    await owner.post("/auth/join", { code, email, password: "correct horse" });
    const { json: strategy } = await owner.post("/strategies", {
      name: "S",
      asset: "DEMO/USDT",
      timeframe: "1h",
      template: "rsi_rebound",
    });
    const runs: string[] = [];
    for (const date_to of ["2021-02-01", "2021-03-01"]) {
      const { status, text, json } = await owner.post("/backtests", {
        strategy_id: strategy.id,
        date_from: "2021-01-01",
        date_to,
      });
      assert.equal(status, 202, text);
      runs.push((await untilEnded(owner, json.run_id)).run_id);
    }
    const starts = ["/", "/login", "/signup", "/try", "/trust"];
    const visitor = await crawl(app.visitor(), starts);
    const person = await crawl(owner, [
      ...starts,
      `/runs/${runs[0]}`,
      `/strategies/${strategy.id}`,
      `/strategies/${strategy.id}/runs`,
      "/admin",
    ]);
    assert.deepEqual([...visitor.broken, ...person.broken], []);
    const lacking: string[] = [];
    for (const [who, { pages }] of Object.entries({ visitor, person })) {
      for (const [path, html] of pages) {
        if (!html.includes(DISCLOSURE)) lacking.push(`${who}: ${path}`);
      }
    }
    assert.deepEqual(lacking, []);
    // Those of the list that no link leads to are asked for by their paths: whatever they answer, it is a page that says so.
    const reached = [...visitor.pages.keys(), ...person.pages.keys()];
    for (const { path, pattern } of routes) {
      if (reached.some((one) => pattern.test(bare(one)))) continue;
      const { headers, text } = await open(owner, path.replace(/:\w+/g, "x"));
      const isPage = headers.get("content-type")?.startsWith("text/html") && text !== "";
      if (isPage && headers.get("location") === null) {
        assert.ok(text.includes(DISCLOSURE), path);
      }
    }
    assert.ok(reached.length > 60, `${reached.length} pages were reached`);
  },
);
