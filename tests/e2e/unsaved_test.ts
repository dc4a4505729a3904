/** Unsaved work in Chromium: kept through leaving, reloads, crashes and other tabs. */
import assert from "node:assert/strict";
import type { Dialog } from "playwright-core";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { comesTo } from "./waiting.ts";

closeHarnessAtEnd();

/** Sets the period of the RSI, and waits until the browser keeps it as a draft. */
async function changePeriod(editor: EditorPage, period: string): Promise<void> {
  await editor.page.bringToFront();
  await editor.select("rsi");
  await editor.param("period").fill(period);
  await editor.sees("Unsaved changes");
  await editor.page.waitForFunction(
    (text) => Object.values(localStorage).some((kept) => kept.includes(text)),
    `"period":${period}`,
  );
}

async function hasPeriod(editor: EditorPage, period: string): Promise<void> {
  await editor.block("rsi").getByText(`${period} · close`).waitFor();
}

/** Answers every question that leaving the page asks, and counts them. */
function answering(editor: EditorPage, answer: "accept" | "dismiss") {
  const seen = { asked: 0 };
  const listener = (dialog: Dialog) => {
    assert.equal(dialog.type(), "beforeunload");
    seen.asked++;
    void dialog[answer]();
  };
  editor.page.on("dialog", listener);
  return { seen, stop: () => editor.page.off("dialog", listener) };
}

testEditor(
  "unsaved: leaving asks, staying keeps the work, and what is saved does not ask",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await changePeriod(editor, "21");
    const staying = answering(editor, "dismiss");
    await page.getByRole("link", { name: "your strategies" }).click();
    await comesTo(() => Promise.resolve(staying.seen.asked), 1);
    staying.stop();
    await hasPeriod(editor, "21");
    assert.match(page.url(), /\/strategies\/[0-9a-f-]+$/);

    const leaving = answering(editor, "accept");
    await page.getByRole("link", { name: "your strategies" }).click();
    await page.waitForURL(/\/strategies$/);
    assert.equal(leaving.seen.asked, 1);
    await page.goBack();
    await editor.sees(/Your unsaved changes of .* are back/);
    await hasPeriod(editor, "21");

    await page.keyboard.press("Control+s");
    await editor.sees("Version 2 saved");
    await page.getByRole("link", { name: "your strategies" }).click();
    await page.waitForURL(/\/strategies$/);
    assert.equal(leaving.seen.asked, 1);
    // Nothing is left behind that would come back later.
    await page.goBack();
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
    await hasPeriod(editor, "21");
  },
);

testEditor("unsaved: work is back after a crash, in whichever tab opens it next", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const editor = await visit.open(id);
  await changePeriod(editor, "33");
  const crashed = editor.page.waitForEvent("crash");
  const devtools = await visit.context.newCDPSession(editor.page);
  void devtools.send("Page.crash").catch(() => {});
  await crashed;

  const again = await visit.open(id);
  await again.sees(/Your unsaved changes of .* are back/);
  await hasPeriod(again, "33");
  await again.button("Keep them").click();
  await again.page.keyboard.press("Control+s");
  await again.sees("Version 2 saved");
  const { definition } = await again.saved();
  assert.equal(definition.blocks.find((block) => block.id === "rsi")?.params.period, 33);

  // A tab that is simply gone, without a word to the page.
  await changePeriod(again, "34");
  await again.page.close({ runBeforeUnload: false });
  const third = await visit.open(id);
  await third.sees(/Your unsaved changes of .* are back/);
  await hasPeriod(third, "34");
});

testEditor(
  "unsaved: two tabs keep their own work, and neither takes the other's",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const [one, two] = [await visit.open(id), await visit.open(id)];
    await changePeriod(one, "11");
    await changePeriod(two, "12");
    for (const [editor, period] of [[one, "11"], [two, "12"]] as const) {
      await editor.page.bringToFront();
      const leaving = answering(editor, "accept");
      await editor.page.reload();
      await editor.sees(/Your unsaved changes of .* are back/);
      await hasPeriod(editor, period);
      leaving.stop();
    }
  },
);

testEditor(
  "unsaved: a version saved elsewhere is a choice, also after a reload, and neither side is lost",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const [mine, theirs] = [await visit.open(id), await visit.open(id)];
    await changePeriod(mine, "25");
    await changePeriod(theirs, "9");
    await theirs.page.keyboard.press("Control+s");
    await theirs.sees("Version 2 saved");

    // What was left before the other version came is not silently put on top of it.
    await mine.page.bringToFront();
    const leaving = answering(mine, "accept");
    await mine.page.reload();
    await mine.sees("Version 2 was saved elsewhere");
    leaving.stop();
    await hasPeriod(mine, "25");
    await mine.page.keyboard.press("Control+s");
    await mine.sees("Choose first: keep your work, or load the newer version.");
    assert.equal((await mine.saved()).version, 2);

    await mine.button("Load version 2").click();
    await hasPeriod(mine, "9");
    await mine.page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
    await mine.page.keyboard.press("Control+z");
    await hasPeriod(mine, "25");
    await mine.page.keyboard.press("Control+s");
    await mine.sees("Version 3 saved");
    const periodOf = async (version: number) => {
      const answer = await visit.context.request.get(
        `/api/v1/strategies/${id}/versions/${version}`,
      );
      const { definition } = await answer.json();
      return definition.blocks.find((block: { id: string }) => block.id === "rsi").params.period;
    };
    await comesTo(async () => [await periodOf(2), await periodOf(3)], [9, 25]);
  },
);

testEditor(
  "unsaved: a browser that keeps nothing says so, and leaving still asks",
  async (visit) => {
    await visit.context.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    await editor.select("rsi");
    await editor.param("period").fill("21");
    await editor.page.locator('[data-part="save-state"][title*="does not let pages keep drafts"]')
      .waitFor();
    const staying = answering(editor, "dismiss");
    await editor.page.getByRole("link", { name: "your strategies" }).click();
    await comesTo(() => Promise.resolve(staying.seen.asked), 1);
    await hasPeriod(editor, "21");
  },
);
