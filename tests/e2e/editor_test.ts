/** The editor in Chromium: built by mouse and by keyboard, configured, saved, reloaded, conflicted, run. */
import assert from "node:assert/strict";
import { axe } from "./axe.ts";
import { closeHarnessAtEnd, openRunForm, testEditor } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

testEditor(
  "editor: a strategy built by mouse from blank is saved as it was drawn",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    await editor.sees("Build your strategy from blocks");
    await editor.dragFromPalette("rsi", 150, 160);
    await editor.dragFromPalette("crossover", 440, 160);
    await editor.dragFromPalette("entry_signal", 740, 160);
    // The condition comes with operands; nothing reads it yet.
    await editor.sees("1 thing to fix");

    await editor.pull(editor.port("rsi", "value"), editor.port("crossover", "a"));
    await editor.pull(
      editor.port("rsi", "value"),
      editor.port("entry_signal", "signal"),
      () => editor.sees(/needs a signal/),
    );
    await editor.hasWires(["rsi.value>crossover.a"]);
    // Dropped on the block itself, the wire finds the input that fits.
    await editor.pull(
      editor.port("crossover", "signal"),
      editor.head("entry_signal"),
    );
    await editor.sees(/^Ready/);

    await editor.head("crossover").click();
    const level = editor.param("value");
    await level.fill("30");
    await editor.head("rsi").click();
    const period = editor.param("period");
    await period.fill("1");
    await editor.sees("Enter a number from 2 to 1,000.");
    await period.fill("10");
    await editor.sees("Buy when");
    await comesToMatch(
      () => page.locator('[data-part="sentence"]').innerText(),
      /Buy when RSI\(10\) crosses above 30/,
    );

    await editor.button("Save version 1").click();
    await editor.sees("Version 1 saved");
    const { version, definition } = await editor.saved();
    assert.equal(version, 1);
    assert.deepEqual(
      definition.blocks.map(({ id, params }) => [id, params]),
      [["rsi", { period: 10 }], ["crossover", { value: 30 }], ["entry_signal", {}]],
    );

    await page.reload();
    await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
    await editor.hasWires([
      "crossover.signal>entry_signal.signal",
      "rsi.value>crossover.a",
    ]);
    await editor.sees(/^Saved /);
  },
);

testEditor(
  "editor: a strategy is built, wired, set, undone and saved without a mouse",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    await editor.typeBlock("oversold");
    await editor.block("rsi").waitFor();
    await editor.typeBlock("crossover");
    await editor.block("crossover").waitFor();
    await editor.typeBlock("entry");
    await editor.sees(/^Ready/);
    await editor.hasWires([
      "crossover.signal>entry_signal.signal",
      "rsi.value>crossover.a",
    ]);

    // From block to block with Tab; the settings with E; back with Escape.
    await comesTo(() => editor.focused(), "entry_signal");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("e");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    const value = editor.param("value");
    await value.focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("30");
    await page.keyboard.press("Escape");
    await editor.sees("crosses above 30");

    await editor.typeBlock("exit");
    await editor.block("exit_signal").waitFor();
    await comesTo(() => editor.focused(), "exit_signal");
    await page.keyboard.press("Delete");
    await editor.block("exit_signal").waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await editor.block("exit_signal").waitFor();

    // A second condition, connected through the dialog.
    await page.keyboard.press("Escape");
    await editor.typeBlock("compare");
    await editor.block("compare").waitFor();
    await comesTo(() => editor.focused(), "compare");
    await page.locator('select[data-port="a"]').selectOption({ label: "RSI" });
    await editor.block("compare").focus();
    await page.keyboard.press("c");
    await editor.sees(/^Connect .* to…/);
    await page.keyboard.type("exit");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      document.querySelector('[data-id="compare.signal>exit_signal.signal"]') !== null
    );

    await page.keyboard.press("Control+s");
    await editor.sees("Version 1 saved");
    const { definition } = await editor.saved();
    assert.equal(definition.blocks.length, 5);
    assert.equal(definition.connections.length, 4);

    await page.keyboard.press("?");
    await editor.sees("Keyboard shortcuts");
  },
);

testEditor("editor: unsaved work is back after a reload, and leaving asks first", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  const { page } = editor;
  await editor.head("rsi").click();
  await editor.param("period").fill("21");
  await editor.sees("Unsaved changes");
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked++;
    void dialog.accept();
  });
  await page.reload();
  await editor.sees(/Your unsaved changes of .* are back/);
  assert.equal(asked, 1);
  await editor.head("rsi").click();
  const period = editor.param("period");
  await comesTo(() => period.inputValue(), "21");
  await editor.button("Discard them").click();
  await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
  await page.keyboard.press("Control+z");
  await editor.sees("Unsaved changes");
});

testEditor("editor: two tabs that both save get a choice, and nothing is lost", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const mine = await visit.open(id);
  const theirs = await visit.open(id);
  const setPeriod = async (editor: typeof mine, period: string) => {
    await editor.page.bringToFront();
    await editor.head("rsi").click();
    await editor.param("period").fill(period);
    await editor.page.keyboard.press("Control+s");
  };
  await setPeriod(theirs, "9");
  await theirs.sees("Version 2 saved");
  await setPeriod(mine, "25");
  await mine.sees("Version 2 was saved elsewhere");
  await mine.button("Look at it first").click();
  await mine.sees("You are looking at");
  await mine.button("Back to your changes").click();
  await mine.button("Compare with yours").click();
  await mine.sees("period 9 → 25 bars");
  await mine.page.keyboard.press("Escape");
  await mine.button("Keep mine as version 3").click();
  await mine.sees("Version 3 saved");
  const { version, definition } = await mine.saved();
  assert.equal(version, 3);
  assert.equal(definition.blocks.find((block) => block.id === "rsi")?.params.period, 25);

  // The history holds all three; the other's is opened and restored as the fourth.
  await mine.button("History").click();
  await mine.page.locator('[role="group"][aria-label="Versions"] button', { hasText: "v2" })
    .click();
  await mine.sees("You are looking at");
  await mine.button("Restore as version 4").click();
  await mine.sees("Version 4 saved");
  const restored = await mine.saved();
  assert.equal(restored.definition.blocks.find((block) => block.id === "rsi")?.params.period, 9);
  takeOut(visit.complaints, /409/);
});

testEditor(
  "editor: copies go through the clipboard, and text that is no strategy is refused",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await editor.block("rsi").waitFor();
    const before = await page.locator(".react-flow__node").count();
    await page.locator(".react-flow__pane").click({ position: { x: 20, y: 20 } });
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await editor.sees(/blocks copied/);
    const other = await visit.open(await visit.create());
    await other.page.keyboard.press("Control+v");
    await other.sees(/Ready/);
    await comesTo(() => other.page.locator(".react-flow__node").count(), before);
    await other.page.evaluate(() => navigator.clipboard.writeText('{"version":1,"blocks":7}'));
    await other.page.keyboard.press("Control+v");
    await other.sees(/Nothing was pasted/);
    await comesTo(() => other.page.locator(".react-flow__node").count(), before);
  },
);

testEditor("editor: running saves a version first and opens the run", async (visit) => {
  const editor = await visit.open(await visit.create());
  const { page } = editor;
  await editor.button(/RSI → crosses above 30/).click();
  await editor.sees(/^Ready/);
  const dialog = await openRunForm(page);
  await dialog.getByText("Your changes are saved as version 1 first.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Run backtest" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]+$/);
  const runId = new URL(page.url()).pathname.split("/").at(-1);
  const run = await (await page.request.get(`/api/v1/backtests/${runId}`)).json();
  assert.equal(run.version_number, 1);
});

testEditor("editor: a lost session keeps the work and says where to sign in", async (visit) => {
  const strategyId = await visit.create({ template: "rsi_rebound" });
  // What the page tells the account by itself is told before the session ends.
  const told = visit.context.waitForEvent("response", {
    predicate: (response) => response.url().endsWith("/users/me/onboarding"),
  });
  const editor = await visit.open(strategyId);
  await told;
  // The count of variations is told some seconds after an edit, with whatever session there is then.
  await editor.page.route("**/trials", (route) => route.fulfill({ status: 204 }));
  await visit.context.clearCookies();
  await editor.head("rsi").click();
  await editor.param("period").fill("33");
  await editor.page.keyboard.press("Control+s");
  await editor.sees(/You are logged out, so nothing was saved/);
  await editor.sees("Log in in a new tab");
  takeOut(visit.complaints, /401/);
});

testEditor("editor: palette and settings are sheets on a phone", async (visit) => {
  const editor = await visit.open(await visit.create());
  const { page } = editor;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Canvas", exact: true }).click();
  await editor.button("Add a block").click();
  await page.locator('button[data-type="rsi"]').click();
  await editor.block("rsi").waitFor();
  await editor.button("Set RSI").click();
  await editor.param("period").fill("7");
  await editor.button("Close").click();
  await editor.sees("7 · close");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(overflow, false);
});

testEditor("editor: axe finds nothing wrong, in either theme", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  const { page } = editor;
  // A second entry and exit: faults on blocks, in the banner and in the inspector.
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+d");
  await page.keyboard.press("n");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const key of ["n", "?"]) {
      await page.keyboard.press(key);
      const found = await axe(page, { within: '[data-part="editor"]' });
      assert.deepEqual(found, [], `${colorScheme}, after ${key}`);
    }
    await page.keyboard.press("Escape");
  }
});

function takeOut(complaints: string[], pattern: RegExp): void {
  const expected = complaints.findIndex((text) => pattern.test(text));
  assert.ok(expected >= 0, "the browser logs a refused request");
  complaints.splice(expected, 1);
}
