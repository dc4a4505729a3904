/** What explains the app, in Chromium: first steps that tick themselves, definitions, templates, questions. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { untilEnded } from "../support/app.ts";
import { closeHarnessAtEnd, heldRun, testInBrowser } from "./app_harness.ts";
import { comesTo, comesToMatch, eventually } from "./waiting.ts";

closeHarnessAtEnd();

const doneSteps = (page: Page) =>
  page.locator('section[aria-label="First steps"] ol > li[data-done]').evaluateAll((steps) =>
    steps.map((step) => (step.textContent ?? "").replace(/, done$/, ""))
  );

testInBrowser(
  "learn: the first steps tick themselves, and lead to where the next one is done",
  async ({ page, person }) => {
    await page.goto("/learn");
    await page.getByText("First steps: 0 of 7 done").waitFor();
    await page.getByRole("link", { name: "Create a strategy" }).first().click();
    await page.waitForURL("**/strategies/new");
    await page.getByLabel("Asset").selectOption("DEMO/USDT");
    await page.getByRole("button", { name: "Create strategy" }).click();
    await page.locator('section[aria-label="Live result"] [data-outcome]').first().waitFor();
    await page.waitForFunction(async () => {
      const answer = await fetch("/api/v1/users/me/onboarding");
      const { steps } = await answer.json();
      return steps.some((s: { step: string; done: boolean }) =>
        s.step === "see_live_result" && s.done
      );
    });
    await page.goto("/learn");
    await comesTo(() => doneSteps(page), ["Create a strategy", "See the live result"]);

    const { json } = await person.get("/users/me/onboarding");
    const run = await person.post("/backtests", {
      strategy_id: json.strategy_id,
      date_from: "2021-01-01",
      date_to: "2021-06-01",
    });
    await untilEnded(person, run.json.run_id);
    await page.goto("/learn");
    await page.getByRole("link", { name: "Read the verdict" }).click();
    await page.getByRole("region", { name: "Verdict" }).waitFor();
    await page.goto("/strategies");
    await page.getByText("First steps: 4 of 7 done").waitFor();
    await page.getByText("Next: Change a block.").waitFor();
  },
);

testInBrowser(
  "learn: the first steps can be hidden by keyboard, and shown again",
  async ({ page, person }) => {
    await person.post("/strategies", { name: "Mine", asset: "DEMO/USDT", timeframe: "4h" });
    await page.goto("/strategies");
    await page.getByRole("button", { name: "Hide" }).press("Enter");
    await page.getByRole("table").waitFor();
    await comesTo(() => page.getByRole("region", { name: "First steps" }).count(), 0);
    await page.goto("/learn");
    await page.getByRole("button", { name: "Show on the strategies page again" }).click();
    await page.getByRole("region", { name: "First steps" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/strategies");
  },
);

testInBrowser("learn: a question opens by keyboard and leads to its rule", async ({ page }) => {
  await page.goto("/learn");
  const question = page.locator("#next-open > summary");
  await question.focus();
  await page.keyboard.press("Enter");
  const answer = page.locator('#next-open [data-part="answer"]');
  await comesTo(() => answer.isVisible(), true);
  await answer.getByRole("link").click();
  await page.waitForURL("**/how-backtests-work#time");
  await comesTo(() => page.locator("#time figure").first().isVisible(), true);
});

testInBrowser(
  "learn: tuning on noise answers to its number of tries and to further walks, by keyboard",
  async ({ page }) => {
    await page.goto("/learn/overfitting");
    const says = page.getByRole("status").filter({ hasText: "Walk" });
    const cells = () => page.locator("[data-walk] td").allInnerTexts();
    await comesToMatch(() => says.innerText(), /^Walk 19, best of 37 tries:/);
    const tuned = await cells();
    const slider = page.getByRole("slider", { name: /^Tries/ });
    await slider.focus();
    await page.keyboard.press("Home");
    await comesToMatch(() => says.innerText(), /^Walk 19, best of 1 try:/);
    assert.notDeepEqual(await cells(), tuned);
    await page.keyboard.press("End");
    await comesToMatch(() => says.innerText(), /^Walk 19, best of 100 tries:/);
    await comesTo(() => page.evaluate(() => location.search), "?walk=19&tries=100");

    await page.getByRole("button", { name: "Another walk" }).press("Enter");
    await comesToMatch(() => says.innerText(), /^Walk 25, best of 100 tries:/);
    await comesToMatch(
      () => page.locator('[data-part="averages"]').innerText(),
      /^On 25 walks the best of 100 tries/,
    );
    const here = [await says.innerText(), ...await cells()];
    assert.equal(new URL(page.url()).search, "?walk=25&tries=100");
    // The server draws the same walk, which the browser computed.
    await page.reload();
    assert.deepEqual([await says.innerText(), ...await cells()], here);
  },
);

testInBrowser("learn: a template can be started from, and is chosen already", async ({ page }) => {
  await page.goto("/learn/templates#turtle");
  await page.locator("#turtle").getByRole("link", { name: /Start from this/ }).click();
  await page.waitForURL("**/strategies/new?template=turtle");
  await comesTo(() => page.locator("input[value=turtle]").isChecked(), true);
});

testInBrowser(
  "learn: a definition shows on hover and on focus, goes with Escape, and stays on the screen",
  async ({ page, person }) => {
    await page.goto(`/runs/${await heldRun(person)}`);
    const card = page.locator("[data-metric=max_drawdown]");
    const text = card.getByRole("tooltip", { includeHidden: true });
    const word = card.locator('[data-part="term"]');
    await word.hover();
    await text.waitFor({ state: "visible" });
    await comesToMatch(() => text.innerText(), /largest loss/);
    await page.mouse.move(2, 2);
    await text.waitFor({ state: "hidden" });
    await word.focus();
    await text.waitFor({ state: "visible" });
    await page.keyboard.press("Escape");
    await text.waitFor({ state: "hidden" });
    const terms = page.locator('[data-part="term"]');
    for (let k = 0; k < await terms.count(); k++) {
      await terms.nth(k).focus();
      const definition = terms.nth(k).locator("xpath=following-sibling::*[@role='tooltip']");
      // It is placed a moment after it opens.
      await eventually(() => definition.boundingBox(), (box) => {
        assert.ok(box && box.x >= 0 && box.x + box.width <= 1440, `definition ${k} is cut off`);
      });
    }
  },
);

testInBrowser("learn: a definition shows on a tap", async ({ page, person }) => {
  await page.goto(`/runs/${await heldRun(person)}`);
  const card = page.locator("[data-metric=num_trades]");
  await card.locator('[data-part="term"]').tap();
  const text = card.getByRole("tooltip", { includeHidden: true });
  await text.waitFor({ state: "visible" });
  const box = await text.boundingBox();
  assert.ok(box && box.x >= 0 && box.x + box.width <= 390);
}, { width: 390, height: 844, touch: true });
