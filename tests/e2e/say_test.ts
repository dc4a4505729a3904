/** A strategy in words, in Chromium: on the first page, under New strategy, and in the editor. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { closeHarnessAtEnd, testEditor, testGuest } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

const sentenceOf = async (page: Page) =>
  (await page.locator('[data-part="sentence"]').innerText()).replace(/\s+/g, " ");

testGuest(
  "say: on the first page words become the blocks of the playground, and are kept",
  async (visit) => {
    const page = await visit.tab();
    await page.goto("/");
    await page.locator('[data-island="playground"][data-live]').waitFor();
    const field = page.getByRole("textbox", { name: "Say it" });
    await field.click();
    await field.pressSequentially("buy when VWMA(20) > 30");
    await page.locator('[data-part="say-wrong"]').waitFor();
    const build = page.getByRole("button", { name: "Build it" });
    assert.ok(await build.isDisabled());
    await field.fill("");
    await field.pressSequentially("Buy when r");
    await page.getByRole("option", { name: "RSI(14)" }).waitFor();
    await page.keyboard.press("Tab");
    await field.pressSequentially("is below 30. Sell when rsi > 60, stop 4 %");
    assert.equal(
      await field.inputValue(),
      "Buy when RSI(14) is below 30. Sell when rsi > 60, stop 4 %",
    );
    await build.click();
    const said =
      "Buy when RSI(14) is below 30. Sell when RSI(14) is above 60, or at a loss of 4 %. Each trade uses all of the balance.";
    await comesTo(() => sentenceOf(page), said);
    // The full editor goes on with it.
    await page.getByRole("link", { name: "Open full editor" }).click();
    await comesTo(() => sentenceOf(page), said);
  },
);

testGuest(
  "say: an address brings words along; half of them are there to be finished",
  async (visit) => {
    const page = await visit.tab();
    await page.goto(`/try?${new URLSearchParams({ say: "buy if rsi < 30, sell if rsi > 70" })}`);
    await comesToMatch(
      () => sentenceOf(page),
      /^Buy when RSI\(14\) is below 30\. Sell when RSI\(14\) is above 70\./,
    );
    assert.equal(new URL(page.url()).search, "");
    await page.goto(`/try?${new URLSearchParams({ say: "buy if vwma(20) < 30" })}`);
    const field = page.getByRole("dialog").getByRole("textbox");
    await comesTo(() => field.inputValue(), "buy if vwma(20) < 30");
    await page.getByRole("dialog").getByRole("button", { name: "WMA", exact: true }).click();
    await page.getByRole("button", { name: "Build it" }).click();
    await comesToMatch(() => sentenceOf(page), /^Buy when WMA\(20\) is below 30\./);
  },
);

testEditor("say: a new strategy is written, named by what it buys on", async (visit) => {
  const page = await visit.tab();
  await page.goto("/strategies/new");
  const field = page.getByRole("textbox", { name: "Say it" });
  await field.click();
  await field.fill("buy when close crosses above sma 200, sell at a gain of 6 %");
  await page.getByRole("button", { name: "Build it" }).click();
  await page.waitForURL(/\/strategies\/[0-9a-f-]{36}$/);
  await comesToMatch(
    () => sentenceOf(page),
    /^Buy when the close crosses above SMA\(200\)\. Sell at a gain of 6 %\./,
  );
  assert.equal(
    await page.getByLabel("Name of the strategy").inputValue(),
    "Close crosses above SMA(200)",
  );
});

testEditor(
  "say: from blank by keys alone: said, a condition added, a value changed",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    const { keyboard } = page;
    await page.getByRole("button", { name: "Say it" }).first().focus();
    await keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("textbox").waitFor();
    await keyboard.type("buy when rsi crosses below 30, sell when rsi > 60, stop 4 %");
    await page.getByRole("button", { name: "Build it", disabled: false }).waitFor();
    await keyboard.press("Control+Enter");
    await comesToMatch(() => sentenceOf(page), /^Buy when RSI\(14\) crosses below 30\. Sell when/);
    await editor.sees(/^Ready/);

    await editor.button("Buy when … and").focus();
    await keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Buy when … and" }).waitFor();
    await keyboard.type("close > sma 200");
    await editor.button("Add condition").and(page.locator(":enabled")).waitFor();
    await keyboard.press("Enter");
    await comesToMatch(
      () => sentenceOf(page),
      /crosses below 30 and the close is above SMA\(200\)\. Sell/,
    );

    await editor.button("200: Period of SMA").focus();
    await keyboard.press("Enter");
    await comesTo(
      () =>
        page.evaluate(() =>
          document.activeElement?.closest("[data-param]")?.getAttribute("data-param") ?? null
        ),
      "period",
    );
    await keyboard.type("100");
    await comesToMatch(() => sentenceOf(page), /above SMA\(100\)/);
  },
);

testEditor(
  "say: a search that reads as a condition adds it, connected where one is waited for",
  async (visit) => {
    const { page } = await visit.open(
      await visit.createFrom({
        version: 1,
        blocks: [{ id: "buy", type: "entry_signal", params: {}, position: { x: 0, y: 0 } }],
        connections: [],
      }),
    );
    await page.keyboard.press("/");
    await page.keyboard.type("rsi < 30");
    await page.getByRole("button", { name: /^RSI\(14\) below 30/ }).waitFor();
    await page.keyboard.press("Enter");
    await comesToMatch(() => sentenceOf(page), /^Buy when RSI\(14\) is below 30\./);
  },
);
