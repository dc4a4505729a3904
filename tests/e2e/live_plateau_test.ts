/** The bars below a number: what they show, and that they agree with the live result. */
import assert from "node:assert/strict";
import { closeHarnessAtEnd, testEditor } from "./editor_page.ts";
import { answered, figure, lookedAt } from "./live_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

testEditor("live plateau: its thread may compile WebAssembly, its page may not", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  await answered(editor);
  const compiles = () => {
    try {
      new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
      return true;
    } catch {
      return false;
    }
  };
  const threads = editor.page.workers();
  assert.ok(threads.length > 0);
  for (const thread of threads) assert.equal(await thread.evaluate(compiles), true, thread.url());
  assert.equal(await editor.page.evaluate(compiles), false);
});

testEditor("live plateau: the newest of many edits is the one that is answered", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  await answered(editor);
  await editor.select("rsi");
  const slider = editor.page.locator('[data-param="period"] input[type="range"]');
  await slider.focus();
  for (let k = 0; k < 30; k++) {
    await editor.page.keyboard.press(k % 7 === 6 ? "ArrowLeft" : "ArrowRight");
  }
  await editor.page.locator('[data-stale="false"]').waitFor();
  const value = await editor.param("period").inputValue();
  // The bar of the value is computed apart, when all is quiet: it is the same number.
  const own = editor.page.locator(
    `[data-lie] > [role="group"] button[aria-pressed="true"][title^="${value}: "] i`,
  );
  await own.waitFor();
  const [, result] =
    (await editor.page.locator(`[data-lie] > [role="group"] button[aria-pressed="true"]`)
      .getAttribute("title"))!.split(": ");
  await comesTo(() => figure(editor, "total_return").innerText(), result!);
  await editor.plots.focus();
  await editor.page.keyboard.press("End");
  await comesTo(
    () => lookedAt(editor),
    Number(
      await editor.plots.getAttribute(
        "aria-valuemax",
      ),
    ),
  );
});

testEditor(
  "live plateau: bars of another metric, remembered, and what they mean in words",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const editor = await visit.open(id);
    await answered(editor);
    await editor.select("rsi");
    const pressed = editor.page.locator(
      '[data-param="period"] [data-lie] > [role="group"] [aria-pressed="true"]',
    );
    await pressed.waitFor();
    await editor.sees(
      /^(Barely matters|Stable|Loses here|Sensitive|Isolated peak):$|^All of these lose\.$/,
    );
    await editor.page.getByLabel("Compare nearby values by").selectOption({
      label: "Max drawdown",
    });
    const fall = await figure(editor, "max_drawdown").innerText();
    await comesTo(async () => (await pressed.getAttribute("title"))!.split(": ")[1], fall);
    // The field itself tells it to a screen reader.
    const told = await editor.param("period").evaluate((field) =>
      field.getAttribute("aria-describedby")!.split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "").join(" ")
    );
    assert.match(
      told,
      /Max drawdown from \d+ to \d+: (Barely matters|Stable|Sensitive|Isolated peak): /,
    );
    await editor.page.reload();
    await answered(editor);
    await editor.select("rsi");
    await comesTo(async () => (await pressed.getAttribute("title"))!.split(": ")[1], fall);
  },
);

testEditor(
  "live plateau: slider and bars share one axis, and a value at its end gets room",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await answered(editor);
    await editor.select("rsi");
    const field = editor.page.locator('[data-param="period"]');
    const slider = field.locator('input[type="range"]');
    const pressed = field.locator('[data-lie] > [role="group"] [aria-pressed="true"]');
    /** How far the middle of the value's bar is from the middle of the slider's thumb, pixels. */
    const apart = () =>
      field.evaluate((element) => {
        const range = element.querySelector<HTMLInputElement>('input[type="range"]')!;
        const bar = element.querySelector('[data-lie] > [role="group"] [aria-pressed="true"]');
        if (!bar) return Infinity;
        const [from, to] = [range.getBoundingClientRect(), bar.getBoundingClientRect()];
        const share = (range.valueAsNumber - Number(range.min)) /
          (Number(range.max) - Number(range.min));
        const thumb = from.left + 8 + share * (from.width - 16);
        return Math.abs(thumb - (to.left + to.width / 2));
      });
    const type = async (value: string) => {
      await editor.param("period").fill(value);
      await field.locator(`[data-lie] > [role="group"] [aria-pressed="true"][title^="${value}: "]`)
        .waitFor();
    };
    await pressed.waitFor();
    for (const value of ["14", "30", "79", "2"]) {
      await type(value);
      await comesToMatch(async () => String(await apart() < 1.5), /true/);
      const [min, max] = [await slider.getAttribute("min"), await slider.getAttribute("max")];
      await comesTo(
        () =>
          field.locator("[data-lie] > p[aria-hidden]").innerText().then((text) =>
            text.split(/\s+/)
          ),
        [min, max],
      );
      assert.ok(Number(max) > Number(value), `${value} of ${max}`);
    }
    // The bars are what the thumb moves along, and the value below the pointer is told with its result.
    await type("30");
    const box = (await slider.boundingBox())!;
    const bar = field.locator('[data-lie] > [role="group"] button').nth(3);
    const place = (await bar.boundingBox())!;
    assert.ok(box.y <= place.y + 1 && box.y + box.height >= place.y + place.height - 1);
    const [words] = [(await bar.getAttribute("title"))!];
    await editor.page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await comesTo(() => field.locator('[data-part="pointed"]').innerText(), words);
    const [told = ""] = words.split(": ");
    await editor.page.mouse.down();
    await editor.page.mouse.up();
    await comesTo(() => editor.param("period").inputValue(), told);
    await editor.page.mouse.move(5, 5);
    await comesTo(() => field.locator('[data-part="pointed"]').count(), 0);
    await type("2");
    // The least that there is: values on one side alone, which is no slope.
    await comesToMatch(
      () => field.locator("[data-lie] > p:not([aria-hidden])").innerText(),
      /At the limit:|Barely matters:|All of these lose\./,
    );
  },
);
