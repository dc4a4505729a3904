/** The live result without a server, and in browsers that lack what it would like to have. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { answered, changed, figure, openAt } from "./live_page.ts";
import { comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

/** Changes the RSI's period, and returns the total return that follows. */
async function retune(editor: EditorPage, period: string): Promise<string> {
  const before = await figure(editor, "total_return").innerText();
  await editor.param("period").fill(period);
  return await changed(editor, "total_return", before);
}

testEditor("live alone: once the candles are there, everything works offline", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  await answered(editor);
  // The forms of the bar are loaded with the first of them that is opened.
  await editor.chip("costs").click();
  await editor.page.getByLabel("Fee per trade side").waitFor();
  await editor.page.keyboard.press("Escape");
  await visit.context.setOffline(true);
  await editor.select("rsi");
  const seen = new Set<string>();
  for (const period of ["7", "21", "40"]) seen.add(await retune(editor, period));
  assert.equal(seen.size, 3, [...seen].join(" "));
  // The bars below the number, the candles, the funnel and the nearest misses.
  await editor.page.locator('[data-lie] > [role="group"] [aria-pressed="true"] i').first()
    .waitFor();
  await editor.plots.focus();
  await editor.page.keyboard.press("]");
  await editor.page.locator('[data-part="port-value"]').first().waitFor();
  await editor.button("Why these trades?").click();
  await editor.page.locator('section[aria-label="Live result"] aside ul button').first().waitFor();
  await editor.page.keyboard.press("Escape");
  // Costs as well; other days are not there, and it says so.
  await editor.chip("costs").click();
  const before = await figure(editor, "total_return").innerText();
  await editor.page.getByLabel("Fee per trade side").fill("1");
  await changed(editor, "total_return", before);
  await editor.page.keyboard.press("Escape");
  await editor.chip("period").click();
  await editor.page.getByRole("button", { name: "3 years" }).click();
  await editor.sees("The candles could not be loaded: the server could not be reached.");
  await visit.context.setOffline(false);
  await editor.button("Try again").click();
  await editor.page.locator('section[aria-label="Live result"] [role="status"]', { hasText: /^$/ })
    .waitFor({
      state: "attached",
    });
  const asked = visit.complaints.splice(0);
  assert.ok(asked.every((text) => /ERR_INTERNET_DISCONNECTED/.test(text)), asked.join("\n"));
});

/** In the page, before any of its scripts. */
const lacks: readonly { name: string; take: (page: Page) => Promise<unknown> }[] = [
  {
    name: "no workers",
    take: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(globalThis, "Worker", { value: undefined });
      }),
  },
  {
    name: "no workers that are modules",
    take: (page) =>
      page.addInitScript(() => {
        const Plain = globalThis.Worker;
        globalThis.Worker = class extends Plain {
          constructor(url: string | URL, options?: WorkerOptions) {
            if (options?.type === "module") throw new TypeError("module workers");
            super(url, options);
          }
        };
      }),
  },
];

for (const { name, take } of lacks) {
  testEditor(
    `live alone: with ${name} the page works it out itself, and says so`,
    async (visit) => {
      const id = await visit.create({ template: "rsi_rebound" });
      const editor = await openAt(visit, id, { before: take });
      await answered(editor);
      await editor.sees(/no background workers, so results are calculated in the page itself/);
      await editor.select("rsi");
      assert.notEqual(await retune(editor, "7"), await retune(editor, "21"));
      await editor.page.locator('[data-lie] > [role="group"] i').first().waitFor();
    },
  );
}

testEditor("live alone: without storage it works, and says what is not kept", async (visit) => {
  const editor = await openAt(visit, await visit.create({ template: "rsi_rebound" }), {
    before: (page) =>
      page.addInitScript(() => {
        for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(globalThis, name, {
            get() {
              throw new DOMException("refused", "SecurityError");
            },
          });
        }
      }),
  });
  await answered(editor);
  await editor.select("rsi");
  await retune(editor, "9");
  const state = editor.page.locator('[data-part="save-state"][data-dirty="true"]');
  await comesToMatch(
    async () => `${await state.innerText()} ${await state.getAttribute("title")}`,
    /browser/,
  );
  await editor.page.getByRole("separator", { name: "Height of the live result" }).press("ArrowUp");
  await editor.page.getByLabel("Compare nearby values by").selectOption({ label: "Sharpe" });
  await editor.button("Live result").click();
  await editor.page.locator('[id$="-brief"]').waitFor();
});

testEditor("live alone: without a clipboard it says so, and copies nothing", async (visit) => {
  const editor = await openAt(visit, await visit.create({ template: "rsi_rebound" }), {
    before: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined });
      }),
  });
  await answered(editor);
  await editor.select("rsi");
  await editor.page.keyboard.press("Control+c");
  await editor.sees("This browser does not let pages use the clipboard.");
});
