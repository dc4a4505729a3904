/** The answer beside the canvas in Chromium: live, explained, and the same as the server's. */
import assert from "node:assert/strict";
import { closeHarnessAtEnd, middle, settingOf, testEditor } from "./editor_page.ts";
import { answered, changed, figure, lookedAt } from "./live_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

testEditor(
  "live result: every move of a slider redraws it, without asking the server",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await answered(editor);
    const asked: string[] = [];
    editor.page.on("request", (request) => asked.push(request.url()));
    await editor.page.locator(".react-flow__node-block, .react-flow__node").first().click();
    const slider = editor.page.locator('[data-param="period"] input[type="range"]');
    await slider.focus();
    let shown = await figure(editor, "total_return").innerText();
    const seen = new Set([shown]);
    for (let k = 0; k < 5; k++) {
      await editor.page.keyboard.press("ArrowRight");
      shown = await changed(editor, "total_return", shown);
      seen.add(shown);
    }
    assert.ok(seen.size >= 4, [...seen].join(" "));
    // That a first result was seen, and how many variants were tried, is noted beside the answers.
    const isAsked = (url: string) =>
      url.includes("/api/") && !/\/(onboarding|trials)$/.test(new URL(url).pathname);
    assert.deepEqual(asked.filter(isAsked), []);
  },
);

testEditor(
  "live result: it says what it assumes, and other days and costs can be chosen",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "ema_trend" }));
    await answered(editor);
    const [costs, period] = [editor.chip("costs"), editor.chip("period")];
    await comesToMatch(() => settingOf(editor.page, "costs"), /^0\.1\s% \+ 0\.05\s%\s*· 10,000$/);
    // Beside the mark of made-up candles there is room for how old they are on wide screens alone.
    await editor.page.setViewportSize({ width: 1600, height: 900 });
    await comesToMatch(
      () => settingOf(editor.page, "period"),
      /^1 year\s+ends \d+\s\w+\s\d{4}(, \d\d:\d\d)?$/,
    );
    await costs.click();
    const before = await figure(editor, "total_return").innerText();
    await editor.page.getByLabel("Fee per trade side").fill("1");
    const dear = await changed(editor, "total_return", before);
    await comesToMatch(() => settingOf(editor.page, "costs"), /^1\s% \+/);
    await editor.page.getByLabel("Fee per trade side").fill("9");
    await editor.sees("Enter a number from 0 to 5.");
    await comesTo(
      () => figure(editor, "total_return").innerText(),
      dear,
      "what does not fit is not taken",
    );
    await editor.page.keyboard.press("Escape");
    await editor.page.getByLabel("Fee per trade side").waitFor({ state: "detached" });
    const trades = await figure(editor, "num_trades").innerText();
    await period.click();
    await editor.page.getByRole("button", { name: "2 years" }).click();
    await changed(editor, "num_trades", trades);
    await comesToMatch(() => settingOf(editor.page, "period"), /^2 years/);
  },
);

testEditor(
  "live result: the arrow keys walk over the candles, and the blocks say what they show there",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await answered(editor);
    await editor.plots.focus();
    await editor.page.keyboard.press("Home");
    await editor.page.keyboard.press("PageDown");
    const chips = editor.page.locator('[data-part="port-value"]');
    await chips.first().waitFor();
    const rsi = editor.page.locator(".react-flow__node").filter({ hasText: "RSI" }).first();
    const value = Number(await rsi.locator('[data-part="port-value"]').first().innerText());
    assert.ok(value > 0 && value < 100, String(value));
    const told = await editor.plots.getAttribute(
      "aria-valuetext",
    );
    assert.match(told!, /^\d+\s\w+\s\d{4}, \d\d:\d\d, close [\d,.]+$/);
    await editor.page.keyboard.press("ArrowRight");
    await editor.page.waitForFunction(
      (before) =>
        document.querySelector('[role="slider"][aria-label="Selected candle"]')!.getAttribute(
          "aria-valuetext",
        ) !== before,
      told,
    );
    await comesToMatch(
      async () =>
        await editor.block("rebound").locator('[data-part="block"]').getAttribute("title") ?? "",
      /needed to cross above 30|already above 30|needed ≤ 30/,
    );
    await editor.page.keyboard.press("Escape");
    await chips.first().waitFor({ state: "detached" });
  },
);

testEditor(
  "live result: why there is no trade, and the candles that came nearest",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const editor = await visit.open(id);
    await answered(editor);
    // A level that the RSI hardly ever crosses.
    await editor.select("rebound");
    const before = await figure(editor, "num_trades").innerText();
    await editor.param("value").fill("99.9");
    assert.equal(await changed(editor, "num_trades", before), "0");
    await editor.button("Why no trade?").click();
    const panel = editor.page.locator('section[aria-label="Live result"] aside');
    await comesToMatch(
      () => panel.innerText(),
      /RSI\(14\) crosses above 99\.9\s+0\s+Entry signals\s+0\s+Trades opened\s+0/,
    );
    await comesToMatch(
      () => panel.innerText(),
      /RSI was [\d.]+; it had to cross above 99\.9/,
    );
    await editor.page.locator('section[aria-label="Live result"] aside ul button').first().click();
    await editor.pinned(true)
      .waitFor();
    await editor.page.locator('[data-part="port-value"]').first().waitFor();
    const bar = await lookedAt(editor);
    // It stays while the pointer goes over the charts to the canvas, and goes with Escape.
    await editor.page.keyboard.press("Escape");
    await editor.plots.hover();
    await editor.page.locator('[data-part="canvas"]').hover({ position: { x: 300, y: 40 } });
    await comesTo(() => lookedAt(editor), bar);
    await editor.plots.press("Escape");
    await editor.pinned(false)
      .waitFor();
  },
);

testEditor("live result: neighbouring values below a number, one click away", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  await answered(editor);
  await editor.page.locator(".react-flow__node").first().click();
  const bars = editor.page.locator('[data-param="period"] [data-lie] > [role="group"] button');
  await bars.first().waitFor();
  await comesToMatch(async () => String(await bars.count()), /^[2-6]\d$/);
  const before = await figure(editor, "total_return").innerText();
  const pressed = editor.page.locator('[data-lie] > [role="group"] [aria-pressed="true"]');
  const [, own] = (await pressed.getAttribute("title"))!.split(": ");
  assert.equal(own, before, "the bar of the value is the live result");
  const other = bars.nth(3);
  const [value, expected] = (await other.getAttribute("title"))!.split(": ");
  // The bars stand behind the slider, on the same axis.
  const { x, y } = await middle(other);
  await editor.page.mouse.click(x, y);
  assert.equal(await changed(editor, "total_return", before), expected);
  await comesTo(
    () => editor.param("period").inputValue(),
    value,
  );
  await editor.page.locator("[data-lie] > p:not([aria-hidden]) b").filter({ hasText: /\w/ }).first()
    .waitFor();
});

testEditor(
  "live result: while something is to fix it keeps the last answer, and says so",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await answered(editor);
    const before = await figure(editor, "total_return").innerText();
    await editor.block("buy").click();
    await editor.page.keyboard.press("Delete");
    await editor.sees("Fix the problem above to update the result. This is the last one.");
    await comesTo(() => figure(editor, "total_return").innerText(), before);
    await editor.page.keyboard.press("Control+z");
    await editor.page.locator('[data-stale="false"]').waitFor();
  },
);

testEditor(
  "live result: a click on a trade holds the candle whose signal caused it",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await answered(editor);
    // The candles whose signals led to trades, as the keys walk over them.
    const signals = new Set<number>();
    const entry = editor.block("rebound");
    for (let size = -1; signals.size > size && signals.size < 400;) {
      size = signals.size;
      await editor.page.keyboard.press("]");
      signals.add(await lookedAt(editor));
    }
    assert.ok(signals.size > 3, String(signals.size));
    await entry.locator('[data-part="block"][data-live="true"]').waitFor();
    await comesTo(
      async () => await editor.page.locator('path[data-carries="true"]').count() > 0,
      true,
      "its wire is bright",
    );
    await comesTo(
      async () => await editor.page.locator('path[data-carries="false"]').count() > 0,
      true,
      "others are dim",
    );
    await editor.page.keyboard.press("Escape");
    await editor.pinned(false)
      .waitFor();

    // Markers are below and above the line: down a ladder some rung has one.
    const plot = editor.page.locator('[data-chart="price"] .u-over');
    const box = (await plot.boundingBox())!;
    const bars = Number(
      await editor.plots.getAttribute(
        "aria-valuemax",
      ),
    ) + 1;
    // One in the middle: on the very edge half of a marker is outside of the plot.
    const signal = [...signals][signals.size >> 1]!;
    const x = box.x + (signal + 1) / (bars - 1) * box.width;
    const held = editor.plots;
    for (let y = 2; y < box.height; y += 6) {
      await editor.page.mouse.click(x, box.y + y);
      if (await held.getAttribute("data-pinned") === "false") continue;
      const bar = await lookedAt(editor);
      if (signals.has(bar)) {
        await entry.locator('[data-part="block"][data-live="true"]').waitFor();
        // A click where there is no trade lets it go.
        await editor.page.locator('[data-chart="equity"] .u-over').click();
        await editor.pinned(false).waitFor();
        return;
      }
    }
    assert.fail("no rung has a trade's marker");
  },
);

testEditor(
  "live result: the list of trades leads to the candles that caused them",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await answered(editor);
    const count = await figure(editor, "num_trades").innerText();
    await editor.button(`List the trades: ${count}`).click();
    const rows = editor.page.locator('section[aria-label="Live result"] aside li button');
    await comesToMatch(
      () => rows.first().innerText(),
      /^\d+\s+\d+\s\w+\s\d{4}, \d\d:\d\d\s+[\d,.]+ → ([\d,.]+|still open)\s+[+−]?[\d.]+\s%$/,
    );
    await comesTo(
      () => rows.count(),
      Math.min(100, Number(await rows.first().innerText().then((t) => t.split(/\s/)[0]))),
    );
    await rows.nth(1).click();
    await editor.pinned(true)
      .waitFor();
    await editor.block("rebound").locator('[data-part="block"][data-live="true"]').waitFor();
    await comesTo(() => rows.nth(1).getAttribute("aria-current"), "true");
  },
);
