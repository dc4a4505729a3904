/** The live result on screens of several sizes: how much room it takes, and how it is given more or less. */
import assert from "node:assert/strict";
import { closeHarnessAtEnd, type EditorPage, middle, testEditor } from "./editor_page.ts";
import { axe } from "./axe.ts";
import { answered, changed, figure, openAt } from "./live_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

const PHONE = { width: 390, height: 844 };

async function heightOf(editor: EditorPage, selector: string): Promise<number> {
  return Math.round((await editor.page.locator(selector).boundingBox())?.height ?? 0);
}

/** Waits for the figures of the bar that the live result is folded to. */
async function briefed(editor: EditorPage): Promise<string> {
  const brief = editor.page.locator('[id$="-brief"]');
  await brief.waitFor();
  return await brief.innerText();
}

testEditor(
  "live dock: on a phone it is a bar with its figures, and a tap opens it",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const editor = await openAt(visit, id, PHONE);
    await comesToMatch(
      () => briefed(editor),
      /[+−][\d.]+\s%\s+max\. drawdown −[\d.]+\s%\s+\d+ trades/,
    );
    await comesTo(
      async () => await heightOf(editor, 'section[aria-label="Live result"]') <= 56,
      true,
    );
    const canvas = await heightOf(editor, '[data-part="canvas"]');
    assert.ok(canvas > 400, String(canvas));
    await editor.button("Live result").click();
    await answered(editor);
    await comesTo(
      () => editor.page.locator('[role="slider"][aria-label="Selected candle"] canvas').count(),
      3,
    );
    await comesTo(
      async () => await heightOf(editor, 'section[aria-label="Live result"]') <= PHONE.height / 2,
      true,
    );
    const overflow = await editor.page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assert.equal(overflow, 0);
    // As it was left, on this kind of screen.
    await editor.page.reload();
    await answered(editor);
    await editor.page.setViewportSize({ width: 1440, height: 900 });
  },
);

testEditor("live dock: while versions are compared on a phone it makes room", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const editor = await visit.open(id);
  await editor.select("rsi");
  await editor.param("period").fill("9");
  await editor.page.keyboard.press("Control+s");
  await editor.sees("Version 2 saved");
  const phone = await openAt(visit, id, PHONE);
  await briefed(phone);
  await phone.page.getByRole("button", { name: "More", exact: true }).click();
  await phone.button("History").click();
  await phone.button("Compare version 2 with version 1").click();
  await phone.page.getByRole("region", { name: "Live result" }).waitFor({ state: "hidden" });
  await phone.page.keyboard.press("Escape");
  await briefed(phone);
});

testEditor("live dock: on a tablet the canvas keeps most of the room", async (visit) => {
  const editor = await openAt(visit, await visit.create({ template: "too_good_to_be_true" }), {
    width: 1024,
    height: 768,
  });
  await editor.page.locator('[data-chart="price"] canvas').waitFor();
  const [dock, canvas] = [
    await heightOf(editor, 'section[aria-label="Live result"]'),
    await heightOf(editor, '[data-part="canvas"]'),
  ];
  assert.ok(canvas > 1.3 * dock, `${canvas} ${dock}`);
  // The list of blocks keeps within the inspector, names and all.
  await editor.page.keyboard.press("i");
  const wide = await editor.page.getByRole("complementary", { name: "Settings" }).evaluate((
    panel,
  ) =>
    [...panel.querySelectorAll("*")].filter((element) =>
      element.getBoundingClientRect().right > panel.getBoundingClientRect().right + 0.5
    ).length
  );
  assert.equal(wide, 0);
});

testEditor("live dock: its height is dragged, moved by keys, and remembered", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const editor = await visit.open(id);
  await answered(editor);
  const grip = editor.page.getByRole("separator", { name: "Height of the live result" });
  const first = await heightOf(editor, 'section[aria-label="Live result"]');
  await comesTo(async () => Number(await grip.getAttribute("aria-valuenow")), first);
  await grip.focus();
  await editor.page.keyboard.press("ArrowUp");
  await comesTo(() => heightOf(editor, 'section[aria-label="Live result"]'), first + 24);
  await editor.page.keyboard.press("ArrowDown");
  await editor.page.keyboard.press("ArrowDown");
  await comesTo(() => heightOf(editor, 'section[aria-label="Live result"]'), first - 24);
  // Low, the fall gives way to the equity and the price; tall, it is back.
  await editor.page.keyboard.press("Home");
  await editor.page.locator('[data-chart="drawdown"]').waitFor({ state: "hidden" });
  await editor.page.keyboard.press("End");
  await editor.page.locator('[data-chart="drawdown"] canvas').waitFor();
  const tallest = await heightOf(editor, 'section[aria-label="Live result"]');
  await comesTo(async () => await heightOf(editor, '[data-part="canvas"]') > 100, true);
  const { x, y } = await middle(grip);
  await editor.page.mouse.move(x, y);
  await editor.page.mouse.down();
  await editor.page.mouse.move(x, y + 40, { steps: 4 });
  await editor.page.mouse.up();
  await comesTo(() => heightOf(editor, 'section[aria-label="Live result"]'), tallest - 40);
  await editor.page.reload();
  await answered(editor);
  await comesTo(() => heightOf(editor, 'section[aria-label="Live result"]'), tallest - 40);
  // A lower window keeps a canvas, whatever was remembered.
  await editor.page.setViewportSize({ width: 1440, height: 620 });
  await editor.frames(2);
  await comesTo(async () => await heightOf(editor, '[data-part="canvas"]') > 100, true);
  await grip.focus();
  await editor.page.keyboard.press("Enter");
  await comesToMatch(() => briefed(editor), /trades/);
  await editor.page.reload();
  await briefed(editor);
});

testEditor("live dock: the crosshair reads equity, fall and price at once", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  await answered(editor);
  const plots = editor.page.locator("[data-chart] .u-over");
  await comesTo(() => plots.count(), 3);
  const box = (await plots.nth(1).boundingBox())!;
  await editor.page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  await editor.page.locator('[data-part="port-value"]').first().waitFor();
  const reading = await editor.page.locator('[data-part="reading"]').innerText();
  assert.match(reading, /Strategy.*%.*Buy & hold.*%.*Drawdown (−[\d.]+|0\.0)\s%/s);
  const lines = await editor.page.locator("[data-chart] .u-cursor-x").evaluateAll((all) =>
    all.map((line) => new DOMMatrix(getComputedStyle(line).transform).e)
  );
  assert.ok(lines.length === 3 && lines.every((left) => left > 0), lines.join(" "));
  assert.equal(new Set(lines.map(Math.round)).size, 1, "one line through all of them");
});

testEditor("live dock: what a pinned candle reads is never cut", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  for (const width of [1440, 1000, 360]) {
    const editor = await openAt(visit, id, { width, height: 800 });
    const toggle = editor.page.getByRole("button", { name: "Live result" });
    if (await toggle.getAttribute("aria-expanded") === "false") await toggle.click();
    await answered(editor);
    await editor.plots.focus();
    await editor.page.keyboard.press("Home");
    const reading = editor.page.locator('[data-part="reading"]');
    await reading.getByText("Pinned · Esc to release").waitFor();
    const { hidden, outside } = await reading.evaluate((box) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      return {
        hidden: box.scrollWidth - box.clientWidth,
        outside: [...box.children].map((part) => part.getBoundingClientRect())
          .filter((part) =>
            part.width > 0 &&
            (part.left < left - 1 || part.right > right + 1 || part.top < top - 1 ||
              part.bottom > bottom + 1)
          ).length,
      };
    });
    assert.deepEqual({ hidden, outside }, { hidden: 0, outside: 0 }, `${width} px`);
    await editor.page.close();
  }
});

testEditor("live dock: what stays on screen is counted, from the first touch on", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const editor = await visit.open(id);
  await answered(editor);
  const gauge = editor.page.locator('[data-part="trials"]');
  const path = `/api/v1/strategies/${id}/trials`;
  assert.equal(await gauge.count(), 0, "there is nothing to compare yet");
  /** What has stayed is sent, as when the page is left. */
  const told = async () => {
    await editor.page.evaluate(() => dispatchEvent(new Event("pagehide")));
    return await gauge.locator("[aria-describedby]").allInnerTexts();
  };
  await editor.select("rsi");
  const counted = () =>
    editor.page.evaluate(async (path) => (await (await fetch(path)).json()).trials, path);
  await comesTo(counted, 1);
  const tried = {
    "9": "2 variations tried",
    "14": "2 variations tried",
    "21": "3 variations tried",
  };
  for (const period of ["9", "14", "21"] as const) {
    const before = await figure(editor, "total_return").innerText();
    await editor.param("period").fill(period);
    await changed(editor, "total_return", before);
    await comesTo(told, [tried[period]]);
  }
  assert.equal(await counted(), 3);
  // Another visit goes on from there.
  await editor.page.reload();
  await answered(editor);
  await editor.select("rsi");
  const words = gauge.getByText("3 variations tried");
  await words.hover();
  await editor.page.getByText("looks by luck alone").waitFor();
  assert.deepEqual(await axe(editor.page, { within: 'section[aria-label="Live result"]' }), []);
});

testEditor(
  "live dock: two numbers are explored, a cell is used, and other markets are tried",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await answered(editor);
    await page.getByRole("tab", { name: "Explore" }).click();
    const first = await page.getByRole("button", { name: /^Try \d+ combinations$/ }).innerText();
    const map = page.locator('[data-part="heat-map"]');
    await page.getByRole("button", { name: first }).click();
    await page.getByText(`${/\d+/.exec(first)![0]} combinations tried here`).waitFor();
    // Every cell is a variation that was looked at.
    await comesToMatch(
      () => page.locator('[data-part="trials"]').innerText(),
      /^(?:[4-9]\d\d|\d,\d{3}) variations tried/,
    );
    const cell = page.locator('[data-part="cell"]');
    await comesToMatch(() => cell.innerText(), /\(now\)/);
    await map.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
    const values = /RSI · Period (\d+), RSI crosses above (\d+)/.exec(await cell.innerText())!;
    const told = await cell.locator('[data-metric="total_return"] dd').innerText();
    assert.deepEqual(await axe(page, { within: 'section[aria-label="Live result"]' }), []);
    await page.keyboard.press("Enter");
    await comesToMatch(() => cell.innerText(), /\(now\)/);
    await editor.select("rsi");
    await comesTo(() => editor.param("period").inputValue(), values[1]!);
    // The cell is the strategy's own result.
    await page.getByRole("tab", { name: "Result" }).click();
    await comesTo(() => figure(editor, "total_return").innerText(), told);
    await page.getByRole("tab", { name: "Explore" }).click();
    await page.keyboard.press("Control+z");
    await comesTo(() => editor.param("period").inputValue(), "14");
    // A pointer reads what it is over, and a click uses it.
    const box = (await map.locator("canvas").boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.2);
    await comesToMatch(() => cell.innerText(), /^RSI · Period (?!14)/);
    const pointed = /RSI · Period (\d+)/.exec(await cell.innerText())![1]!;
    await page.mouse.down();
    await page.mouse.up();
    await comesTo(() => editor.param("period").inputValue(), pointed);

    await page.getByRole("tab", { name: "Markets" }).click();
    await page.getByText(/^It gains on \d of 4 other markets\.$/).waitFor();
    assert.deepEqual(await axe(page, { within: 'section[aria-label="Live result"]' }), []);
    await page.getByRole("button", { name: /^DEMO\/USDT 4h: .* Use this market$/ }).click();
    await page.getByText("Market: DEMO/USDT 4h").waitFor();
  },
);
