/** What can be read of the canvas in Chromium, and how its panels stand: text on the screen, folded panels, the canvas alone. */
import assert from "node:assert/strict";
import { spreadStrategy } from "../support/strategies.ts";
import { closeHarnessAtEnd, type EditorPage, middle, testEditor } from "./editor_page.ts";
import { answered, openAt } from "./live_page.ts";
import { comesTo, eventually } from "./waiting.ts";

closeHarnessAtEnd();

interface Read {
  /** Texts on cards that are smaller than 11 px on the screen. */
  readonly small: string[];
  /** Cards that are not wholly on the canvas. */
  readonly outside: (string | null)[];
  /** Cards that show no text at all. */
  readonly mute: (string | null)[];
}

/** Measures every text that is shown on a card, in pixels of the screen. */
const read = (editor: EditorPage): Promise<Read> =>
  editor.page.evaluate(() => {
    const canvas = document.querySelector('[data-part="canvas"]')!.getBoundingClientRect();
    const viewport = document.querySelector(".react-flow__viewport")!;
    const zoom = new DOMMatrix(getComputedStyle(viewport).transform).a;
    const small: string[] = [];
    const outside: (string | null)[] = [];
    const mute: (string | null)[] = [];
    for (const node of document.querySelectorAll(".react-flow__node")) {
      const box = node.getBoundingClientRect();
      const isInside = box.left >= canvas.left && box.right <= canvas.right &&
        box.top >= canvas.top && box.bottom <= canvas.bottom;
      if (!isInside) outside.push(node.getAttribute("data-id"));
      const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      let said = 0;
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const words = text.textContent?.trim() ?? "";
        const style = getComputedStyle(text.parentElement!);
        if (words === "" || style.visibility === "hidden") continue;
        said++;
        const size = parseFloat(style.fontSize) * zoom;
        if (size < 10.99) small.push(`${words}: ${size.toFixed(2)} px`);
      }
      if (said === 0) mute.push(node.getAttribute("data-id"));
    }
    return { small, outside, mute };
  });

const zoomOf = (editor: EditorPage) =>
  editor.page.locator(".react-flow__viewport").evaluate((element) =>
    new DOMMatrix(getComputedStyle(element).transform).a
  );

testEditor("readable: templates as they open, text and all", async (visit) => {
  for (const template of ["too_good_to_be_true", "bollinger_rsi_dip", "turtle"]) {
    const id = await visit.create({ template });
    for (const [width, height] of [[1440, 900], [1280, 720]] as const) {
      const editor = await openAt(visit, id, { width, height });
      await comesTo(() => read(editor), { small: [], outside: [], mute: [] });
      await editor.page.close();
    }
  }
});

testEditor(
  "readable: 20 and 60 blocks after tidying up, and zoomed out as far as sentences go",
  async (visit) => {
    for (const count of [20, 60]) {
      const editor = await visit.open(await visit.createFrom(spreadStrategy(count)));
      await comesTo(() => editor.page.locator(".react-flow__node").count(), count);
      await editor.page.keyboard.press("b");
      await editor.page.keyboard.press("t");
      await editor.sees("Tidied up");
      await comesTo(() => read(editor), { small: [], outside: [], mute: [] });
      await editor.page.close();
    }
  },
);

testEditor(
  "panels: the inspector opens with a selection, and the block stays under the pointer",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await answered(editor);
    await editor.settings.waitFor({ state: "hidden" });
    const at = await middle(editor.head("rsi"));
    await page.mouse.click(at.x, at.y);
    await editor.settings.waitFor();
    await editor.still();
    const under = await page.evaluate(
      ({ x, y }) =>
        document.elementFromPoint(x, y)?.closest(".react-flow__node")?.getAttribute("data-id"),
      at,
    );
    assert.equal(under, "rsi");
    const after = await middle(editor.head("rsi"));
    assert.ok(
      Math.abs(after.x - at.x) < 40 && Math.abs(after.y - at.y) < 20,
      JSON.stringify(after),
    );
    // All of it is in view beside the settings, and as before without them.
    await comesTo(async () => (await read(editor)).outside, []);
    await page.keyboard.press("Escape");
    await editor.settings.waitFor({ state: "hidden" });
    await comesTo(async () => (await read(editor)).outside, []);
  },
);

testEditor(
  "panels: folded, widened and alone the canvas takes the room, and the browser remembers",
  async (visit) => {
    const id = await visit.createFrom(spreadStrategy(60));
    const editor = await visit.open(id);
    const { page } = editor;
    const canvas = page.locator('[data-part="canvas"]');
    const widthOf = async () => Math.round((await canvas.boundingBox())?.width ?? 0);
    const opened = await widthOf();
    assert.equal(opened, 1440 - 220 - 44);
    await editor.button("Fold the blocks").click();
    await comesTo(widthOf, 1440 - 44 - 44);
    const zoom = await zoomOf(editor);
    await page.reload();
    await comesTo(widthOf, 1440 - 44 - 44);
    await page.keyboard.press("b");
    await comesTo(widthOf, opened);
    const grip = page.getByRole("separator", { name: "Width of the blocks" });
    await grip.focus();
    await page.keyboard.press("ArrowRight");
    await comesTo(widthOf, opened - 24);
    await comesTo(() => grip.getAttribute("aria-valuenow"), "244");
    await grip.dblclick();
    await comesTo(widthOf, opened);
    // The canvas alone is as large as the window below its header, and what was there comes back.
    await canvas.focus();
    await page.keyboard.press("f");
    await comesTo(widthOf, 1440);
    await eventually(() => zoomOf(editor), (alone) => assert.ok(alone > zoom, `${alone}`));
    await comesTo(async () => (await read(editor)).outside, []);
    await editor.button("Canvas alone").click();
    await comesTo(widthOf, opened);
    // The result in its full height, and back.
    const dock = page.getByRole("separator", { name: "Height of the live result" });
    await dock.dblclick();
    await canvas.waitFor({ state: "hidden" });
    await dock.dblclick();
    await canvas.waitFor();
    await comesTo(async () => (await read(editor)).outside, []);
  },
);

testEditor(
  "list: on a phone conditions are changed and taken away without a canvas",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const page = await visit.tab();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/strategies/${id}`);
    const buy = page.getByRole("region", { name: "Buy when" });
    await buy.waitFor();
    const sentence = page.locator('[data-part="sentence"]');
    await buy.getByRole("textbox", { name: /Period/ }).fill("9");
    await comesTo(async () => (await sentence.innerText()).includes("RSI(9)"), true);
    await page.locator('[data-metric="total_return"] dd').first().waitFor();
    await page.getByRole("button", { name: /^Delete RSI\(9\) crosses below/ }).click();
    const sell = page.getByRole("region", { name: "Sell when" });
    await sell.getByRole("listitem").waitFor({ state: "detached" });
    await sell.getByRole("button", { name: "Sell when …", exact: true }).waitFor();
    const overflow = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assert.equal(overflow, 0);
    await page.getByRole("button", { name: "Canvas", exact: true }).click();
    await page.locator(".react-flow__node").first().waitFor();
    await page.getByRole("button", { name: "List", exact: true }).click();
    await buy.waitFor();
  },
);
