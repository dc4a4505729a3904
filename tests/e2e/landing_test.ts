/** The first page in Chromium: playing without an account, and taking the work into one. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { gzipSync } from "node:zlib";
import { axe } from "./axe.ts";
import { chipOf, closeHarnessAtEnd, settingOf, testGuest, type Visit } from "./editor_page.ts";
import { comesTo, comesToMatch, eventually } from "./waiting.ts";

closeHarnessAtEnd();

const PASSWORD = "correct horse";
const MOST_SCRIPT_BYTES = 40_000;

/** Opens the first page and waits until the playground is hydrated. */
async function openPlayground(visit: Visit, path = "/"): Promise<Page> {
  const page = await visit.tab();
  await page.goto(path);
  await hydrated(page);
  return page;
}

async function hydrated(page: Page): Promise<void> {
  await page.locator('[data-island="playground"][data-live]').waitFor();
  await page.waitForFunction(() =>
    /\d/.test(
      document.querySelector('[data-metric="total_return"] dd')?.textContent ?? "",
    )
  );
}

function figure(page: Page, key: string): Locator {
  return page.locator(`[data-metric="${key}"] dd`).first();
}

/** Waits until a figure reads differently than before. */
async function changed(page: Page, key: string, before: string): Promise<string> {
  await page.waitForFunction(
    ([selector, text]) => document.querySelector(selector!)?.textContent !== text,
    [`[data-metric="${key}"] dd`, before],
  );
  return await figure(page, key).innerText();
}

/** The slider of a number, by its words. */
function slider(page: Page, label: string): Locator {
  return page.locator('[data-part="key-numbers"] [data-param]', { hasText: label }).locator(
    "input[type=range]",
  );
}

/** Moves the period of the RSI to 15, and answers when the result has followed. */
async function play(page: Page): Promise<void> {
  const before = await figure(page, "total_return").innerText();
  await slider(page, "RSI · Period").focus();
  await page.keyboard.press("ArrowRight");
  await changed(page, "total_return", before);
}

async function save(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByLabel("Name").fill(name);
  return dialog;
}

async function fillIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.locator("main button[type=submit]").click();
}

/** Waits for the account's editor and answers what it opened on. */
async function landed(page: Page): Promise<Strategy> {
  await page.waitForURL(/\/strategies\/[0-9a-f-]{36}$/);
  await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  return await (await page.request.get(`/api/v1/strategies/${id}`)).json();
}

interface Strategy {
  readonly id: string;
  readonly name: string;
  readonly asset: string;
  readonly latest_version: {
    readonly version_number: number;
    readonly definition: {
      readonly blocks: readonly { readonly id: string; readonly params: Record<string, unknown> }[];
    };
  };
}
const periodOf = ({ latest_version }: Strategy) =>
  latest_version.definition.blocks.find(({ id }) => id === "rsi")?.params.period;
const kept = (page: Page) => page.evaluate(() => localStorage.getItem("blockbuilders:guest"));
const email = () => `${crypto.randomUUID()}@example.com`;

testGuest(
  "landing: a slider changes the figures, without an account and without the server",
  async (visit) => {
    const page = await openPlayground(visit);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await play(page);
    // Code that is loaded at the first touch is a file, and no answer of the server.
    const answers = asked.filter((url) => !new URL(url).pathname.startsWith("/assets/"));
    assert.deepEqual(answers, []);
    await comesToMatch(
      () => page.locator('[data-part="context"]').innerText(),
      /DEMO\/USDT · 1h\s*synthetic/,
    );
  },
);

testGuest(
  "landing: the chart shows candles and indicators, and reads them out by key",
  async (visit) => {
    const page = await openPlayground(visit);
    await page.getByRole("tab", { name: "Chart" }).click();
    const chart = page.locator('[data-part="price-chart"]');
    await comesToMatch(() => chart.innerText(), /RSI\(14\)/);
    const slider = chart.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await comesToMatch(
      async () => await slider.getAttribute("aria-valuetext") ?? "",
      /\d{4}.*RSI/s,
    );
  },
);

testGuest(
  "landing: what the server drew is what the page computes, in the same place",
  async (visit) => {
    const page = await visit.tab();
    let release = () => {};
    const held = new Promise<void>((resolve) => release = resolve);
    await page.route("**/mount_playground*", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/");
    const still = page.locator('[data-part="playground-still"]');
    await still.waitFor();
    const figures = () =>
      page.locator("[data-metric]").evaluateAll((all) =>
        all.map((one) =>
          `${one.getAttribute("data-metric")} ${one.querySelector("dd")?.textContent}`
        )
      );
    const before = {
      figures: await figures(),
      box: await page.locator('[data-island="playground"]').boundingBox(),
    };
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          shifts.push((entry as unknown as { value: number }).value);
        }
      }).observe({ type: "layout-shift" });
    });
    release();
    await hydrated(page);
    assert.deepEqual(await figures(), before.figures);
    assert.deepEqual(await page.locator('[data-island="playground"]').boundingBox(), before.box);
    const shifts = await page.evaluate(() =>
      (globalThis as unknown as { shifts: number[] }).shifts
    );
    assert.ok(shifts.reduce((sum, shift) => sum + shift, 0) < 0.01, shifts.join(" "));
  },
);

testGuest(
  "landing: little script comes before the first paint, and none is needed to read it",
  async (visit) => {
    const page = await visit.tab();
    const answer = await page.goto("/");
    const html = await answer?.text() ?? "";
    const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, url]) =>
      url!
    );
    assert.ok(scripts.length >= 2);
    let bytes = 0;
    for (const url of scripts) {
      bytes += gzipSync(await (await page.request.get(url)).body()).byteLength;
    }
    assert.ok(bytes <= MOST_SCRIPT_BYTES, `${bytes} bytes`);
    assert.match(html, /Buy when RSI\(14\) crosses above 30/);
    assert.match(html, /\/try\?template=rsi_rebound/);
  },
);

testGuest(
  "landing: saved through sign-up, the same document is version 1 of the account's strategy",
  async (visit) => {
    const page = await openPlayground(visit);
    await play(page);
    const tried = () =>
      page.evaluate(() => {
        dispatchEvent(new Event("pagehide"));
        return JSON.parse(localStorage.getItem("blockbuilders:guest-trials") ?? "[]").length;
      });
    await eventually(tried, (count) => assert.ok(count > 0, "what was looked at is counted"));
    const dialog = await save(page, "My rebound");
    const count = await tried();
    await dialog.getByRole("link", { name: "Sign up and save" }).click();
    await page.getByText("Your strategy is kept in this browser").waitFor();
    await fillIn(page, email());
    const strategy = await landed(page);
    assert.deepEqual(
      [strategy.name, strategy.asset, strategy.latest_version.version_number, periodOf(strategy)],
      ["My rebound", "DEMO/USDT", 1, 15],
    );
    await page.getByText("14 · close").waitFor({ state: "detached" });
    await comesTo(() => page.getByLabel("Name of the strategy").inputValue(), "My rebound");
    await comesTo(() => kept(page), null, "the browser has handed it over");
    const { trials } = await page.evaluate(
      async (path) => await (await fetch(path)).json(),
      `/api/v1/strategies/${strategy.id}/trials`,
    );
    assert.ok(trials >= count, `${trials} of ${count} variations`);
  },
);

testGuest(
  "landing: period and costs that were seen go with the saved work, and a real market is offered",
  async (visit) => {
    const page = await openPlayground(visit);
    await play(page);
    const [costs, period] = [chipOf(page, "costs"), chipOf(page, "period")];
    await costs.click();
    const before = await figure(page, "total_return").innerText();
    await page.getByLabel("Fee per trade side").fill("0.3");
    const seen = await changed(page, "total_return", before);
    const told = await settingOf(page, "costs");
    assert.match(told, /^0\.3\s% \+ 0\.05\s%/);
    assert.match(await period.getAttribute("title") ?? "", /^1\sJan\s2021 – 31\sDec\s2021/);
    await page.reload();
    await hydrated(page);
    await comesTo(() => settingOf(page, "costs"), told, "a reload keeps what was set");
    await (await save(page, "As seen")).getByRole("link", { name: "Sign up and save" }).click();
    await fillIn(page, email());
    const { id } = await landed(page);
    await comesTo(() => settingOf(page, "costs"), told);
    await comesToMatch(() => settingOf(page, "period"), /^1\sJan\s2021 – 31\sDec\s2021/);
    await comesTo(() => figure(page, "total_return").innerText(), seen);
    assert.equal(
      await page.evaluate(() => localStorage.getItem("blockbuilders:guest-context")),
      null,
    );

    await page.getByText(/It still runs on synthetic prices \(DEMO\/USDT\)/).waitFor();
    await page.getByRole("button", { name: "Choose a market" }).click();
    await page.getByRole("option", { name: /^BTC\/USDT/ }).click();
    await page.getByText(/It still runs on synthetic prices/).waitFor({ state: "detached" });
    const moved = await (await page.request.get(`/api/v1/strategies/${id}`)).json();
    assert.equal(moved.asset, "BTC/USDT");
    assert.deepEqual(moved.context.period, { from: "2021-01-01", to: "2021-12-31" });
    await comesToMatch(() => settingOf(page, "market"), /^BTC\/USDT · 1h$/);
    await comesTo(() => settingOf(page, "costs"), told);
    // No candles of a real market are stored here, and the exchange is away.
    await page.locator('section[aria-label="Live result"] [role="status"][data-tone="bad"]')
      .waitFor();
    takeOut(visit, /status of (422|503)/);
  },
);

testGuest(
  "landing: the same through log-in, for the market that was chosen; a wrong password loses nothing",
  async (visit) => {
    const address = email();
    const made = await visit.context.request.post("/api/v1/auth/signup", {
      data: { email: address, password: PASSWORD },
    });
    assert.equal(made.status(), 201);
    await visit.context.clearCookies();
    const page = await openPlayground(visit);
    await play(page);
    const dialog = await save(page, "Back again");
    await dialog.getByLabel("Market").selectOption("ETH/USDT");
    await dialog.getByRole("link", { name: "Log in and save" }).click();
    await fillIn(page, address, "not the password");
    await page.getByText(/Wrong email or password/).waitFor();
    takeOut(visit, /status of 401/);
    await fillIn(page, address);
    const strategy = await landed(page);
    assert.deepEqual([strategy.name, strategy.asset, periodOf(strategy)], [
      "Back again",
      "ETH/USDT",
      15,
    ]);
    // No candles of a real market are stored here, and the exchange is away.
    takeOut(visit, /status of (422|503)/);
  },
);

testGuest(
  "landing: a sign-up that fails, a tab that is closed and a list found full lose nothing",
  async (visit) => {
    const page = await openPlayground(visit);
    await play(page);
    await (await save(page, "Not lost")).getByRole("link", { name: "Sign up and save" }).click();
    await fillIn(page, email(), "short");
    await page.getByText(/at least 8 characters/).last().waitFor();
    takeOut(visit, /status of 422/);
    await comesTo(async () => Boolean(await kept(page)), true);
    await page.close();

    const again = await openPlayground(visit);
    await comesTo(() => slider(again, "RSI · Period").inputValue(), "15");
    await again.goto("/signup");
    await fillIn(again, email());
    await again.waitForURL("**/strategies");
    while (
      (await again.request.post("/api/v1/strategies", {
        data: { name: "One more", asset: "DEMO/USDT", timeframe: "1h" },
        headers: { origin: new URL(again.url()).origin },
      })).status() === 201
    );
    await again.getByText("still in this browser").waitFor();
    await again.getByRole("link", { name: "Save it here" }).click();
    await again.getByText(/the beta limit/).last().waitFor();
    takeOut(visit, /status of 403/);
    await comesTo(async () => Boolean(await kept(again)), true);

    const { strategies } = await (await again.request.get("/api/v1/strategies")).json();
    const gone = await again.request.delete(`/api/v1/strategies/${strategies[0].id}`, {
      headers: { origin: new URL(again.url()).origin },
    });
    assert.equal(gone.status(), 204);
    await again.getByRole("button", { name: "Try again" }).click();
    const strategy = await landed(again);
    assert.deepEqual([strategy.name, periodOf(strategy)], ["Not lost", 15]);
  },
);

testGuest(
  "landing: a reload and the full editor go on with the same work, in every tab",
  async (visit) => {
    const page = await openPlayground(visit);
    const other = await openPlayground(visit);
    await play(page);
    await page.reload();
    await hydrated(page);
    await comesTo(() => slider(page, "RSI · Period").inputValue(), "15");
    await other.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('[data-part="key-numbers"] input[type=range]')
        ?.value === "15"
    );

    await page.getByRole("link", { name: "Open full editor" }).click();
    await page.waitForURL("**/try");
    await page.getByText("15 · close").first().waitFor();
    await page.locator('button[data-type="sma"]').click();
    await page.locator('.react-flow__node[data-id="sma"]').waitFor();
    await page.goBack();
    await hydrated(page);
    await page.locator('.react-flow__node[data-id="sma"]').waitFor();
  },
);

testGuest(
  "landing: another template is one press away, and one's own work one press back",
  async (visit) => {
    const page = await openPlayground(visit);
    await play(page);
    const before = await figure(page, "num_trades").innerText();
    await page.getByRole("link", { name: "Golden cross" }).click();
    await page.getByText("Buy when SMA(50)").waitFor();
    await changed(page, "num_trades", before);
    await page.getByRole("button", { name: "Restore my strategy" }).click();
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('[data-part="key-numbers"] input[type=range]')
        ?.value === "15"
    );
  },
);

testGuest(
  "landing: with the keyboard alone, from the first page to the account's editor",
  async (visit) => {
    const page = await openPlayground(visit);
    const until = async (isThere: () => Promise<boolean>) => {
      for (let k = 0; k < 60 && !await isThere(); k++) await page.keyboard.press("Tab");
      await comesTo(isThere, true, "Tab does not get there");
    };
    const focused = (selector: string) => () =>
      page.evaluate((css) => document.activeElement?.matches(css) ?? false, selector);
    const before = await figure(page, "total_return").innerText();
    await until(focused('[data-part="key-numbers"] input[type=range]'));
    await page.keyboard.press("ArrowRight");
    await changed(page, "total_return", before);
    await page.keyboard.press("Control+s");
    await page.locator("dialog[open]").waitFor();
    await until(focused('dialog a[href^="/signup"]'));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/signup/);
    await page.keyboard.type(email());
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    assert.equal(periodOf(await landed(page)), 15);
  },
);

testGuest("landing: keys pressed outside of the playground are the page's", async (visit) => {
  const page = await openPlayground(visit);
  await page.locator("h1").click();
  await page.keyboard.press("?");
  await page.keyboard.press("End");
  await page.waitForFunction(() => scrollY > 100);
  await comesTo(() => page.locator("dialog[open]").count(), 0);
  await page.evaluate(() => scrollTo(0, 0));
  const canvas = await page.locator('[data-part="canvas"]').boundingBox();
  await page.mouse.move(canvas!.x + 100, canvas!.y + 40);
  await page.mouse.wheel(0, 300);
  await page.waitForFunction(() => scrollY > 100);
});

testGuest(
  "landing: on a phone there are sliders and the result, and the page scrolls under the finger",
  async (visit) => {
    const page = await visit.tab();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/");
    await hydrated(page);
    await comesTo(() => page.locator(".react-flow").count(), 0);
    await play(page);
    await page.getByText("15 · close").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, 390);
  },
);

testGuest(
  "landing: nothing for axe, in either theme, before hydration, after it and on a phone",
  async (visit) => {
    for (const theme of ["light", "dark"] as const) {
      for (const width of [1440, 390]) {
        const page = await visit.tab();
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 844 });
        await page.goto("/");
        await hydrated(page);
        assert.deepEqual(await axe(page), [], `${theme} ${width}`);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await page.locator("dialog[open]").waitFor();
        assert.deepEqual(await axe(page), [], `${theme} ${width}, saving`);
        await page.close();
      }
    }
    const bare = await visit.tab();
    await bare.route(
      "**/mount_playground*",
      (route) => route.fulfill({ body: "", contentType: "text/javascript" }),
    );
    await bare.goto("/");
    assert.deepEqual(await axe(bare), [], "still");
  },
);

/** The browser logs every request that is refused: those that had to be are no complaint. */
function takeOut({ complaints }: Visit, pattern: RegExp): void {
  const expected = complaints.filter((text) => pattern.test(text));
  for (const text of expected) complaints.splice(complaints.indexOf(text), 1);
}
