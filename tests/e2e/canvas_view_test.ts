/** What of the canvas is in view in Chromium: all of it after a fit, nothing under toolbars, messages that can be read. */
import assert from "node:assert/strict";
import { syntheticStrategy } from "../../studio/testing/synthetic.ts";
import { block, connection } from "../support/strategies.ts";
import { closeHarnessAtEnd, type EditorPage, middle, testEditor } from "./editor_page.ts";
import { openAt } from "./live_page.ts";
import { comesTo, comesToMatch, eventually } from "./waiting.ts";

closeHarnessAtEnd();

/** Blocks that are not wholly on the canvas, or that something floats over. */
const hidden = (editor: EditorPage) =>
  editor.page.evaluate(() => {
    const boxOf = (element: Element) => element.getBoundingClientRect();
    const canvas = boxOf(document.querySelector('[data-part="canvas"]')!);
    const floats = [...document.querySelectorAll(
      '[role="toolbar"][aria-label="Canvas"], .react-flow__minimap, [data-part="toast"], .react-flow__attribution',
    )].map(boxOf).filter(({ width }) => width > 0);
    return [...document.querySelectorAll('.react-flow__node, [data-part="block-message"]')].filter(
      (node) => {
        const box = boxOf(node);
        const isInside = box.left >= canvas.left && box.right <= canvas.right &&
          box.top >= canvas.top && box.bottom <= canvas.bottom;
        return !isInside || floats.some((float) =>
          box.left < float.right && box.right > float.left && box.top < float.bottom &&
          box.bottom > float.top
        );
      },
    ).map((node) => node.closest(".react-flow__node")!.getAttribute("data-id"));
  });

const zoomOf = (editor: EditorPage) =>
  editor.page.locator(".react-flow__viewport").evaluate((element) =>
    new DOMMatrix(getComputedStyle(element).transform).a
  );

const viewOf = (editor: EditorPage) =>
  editor.page.locator(".react-flow__viewport").evaluate((element) =>
    getComputedStyle(element).transform
  );

testEditor(
  "view: a strategy of 61 blocks is all in view as it opens, and after Fit",
  async (visit) => {
    const id = await visit.createFrom(syntheticStrategy(61));
    for (const [width, height] of [[1440, 900], [1280, 720], [390, 844]] as const) {
      const editor = await openAt(visit, id, { width, height });
      await comesTo(() => editor.page.locator(".react-flow__node").count(), 61);
      await comesTo(() => hidden(editor), []);
      await editor.page.keyboard.press("+");
      await eventually(() => hidden(editor), (found) => assert.ok(found.length > 0));
      await editor.button("Fit everything on screen").click();
      await comesTo(() => hidden(editor), []);
      await editor.page.close();
    }
  },
);

testEditor(
  "view: it is fitted again when the window or the dock changes, until it is moved by hand",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(syntheticStrategy(61)));
    const { page } = editor;
    await comesTo(() => hidden(editor), []);
    const opened = await zoomOf(editor);

    const toggle = page.getByRole("button", { name: "Live result" });
    await toggle.click();
    await eventually(() => zoomOf(editor), (zoom) => assert.ok(zoom > opened * 1.1, `${zoom}`));
    await comesTo(() => hidden(editor), []);
    await toggle.click();
    await comesTo(() => hidden(editor), []);
    await page.setViewportSize({ width: 1100, height: 700 });
    await eventually(() => zoomOf(editor), (zoom) => assert.ok(zoom < opened, `${zoom}`));
    await comesTo(() => hidden(editor), []);
    await page.setViewportSize({ width: 1440, height: 900 });
    await comesTo(() => hidden(editor), []);
    // The map takes a corner.
    await page.keyboard.press("m");
    await page.getByRole("img", { name: "Map of the canvas" }).waitFor({ state: "detached" });
    await comesTo(() => hidden(editor), []);
    await page.keyboard.press("m");
    await page.getByRole("img", { name: "Map of the canvas" }).waitFor();
    await comesTo(() => hidden(editor), []);

    // Zoomed by key or moved by wheel it stays where it was put.
    const moves = [
      () => page.keyboard.press("+"),
      () => page.mouse.wheel(80, 40),
    ];
    for (const move of moves) {
      await page.keyboard.press("Shift+F");
      await comesTo(() => hidden(editor), []);
      await editor.still();
      const { x, y } = await middle(page.locator('[data-part="canvas"]'));
      await page.mouse.move(x, y);
      const before = await viewOf(editor);
      await move();
      await eventually(() => viewOf(editor), (view) => assert.notEqual(view, before));
      await editor.still();
      const moved = await viewOf(editor);
      await page.setViewportSize({ width: 1300, height: 800 });
      await toggle.click();
      await comesTo(() => toggle.getAttribute("aria-expanded"), "false");
      await editor.frames(4);
      assert.equal(await viewOf(editor), moved);
      await toggle.click();
      await page.setViewportSize({ width: 1440, height: 900 });
      await editor.frames(4);
      assert.equal(await viewOf(editor), moved);
    }
  },
);

testEditor("view: after Tidy no sentence lies over a block, or over another", async (visit) => {
  const editor = await visit.open(await visit.createFrom(syntheticStrategy(61)));
  const { page } = editor;
  await comesTo(() => page.locator(".react-flow__node").count(), 61);
  await page.keyboard.press("t");
  await editor.sees("Tidied up");
  await editor.still();
  assert.ok(await page.locator('[data-part="block-message"]').count() > 20);
  const overlaps = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('[data-part="block"], [data-part="block-message"]')]
      .map((element) => ({
        id: element.closest(".react-flow__node")!.getAttribute("data-id"),
        isMessage: element.matches('[data-part="block-message"]'),
        box: element.getBoundingClientRect(),
      }));
    const found: string[] = [];
    for (const a of boxes.filter(({ isMessage }) => isMessage)) {
      for (const b of boxes) {
        if (a === b || a.id === b.id) continue;
        const apart = a.box.right <= b.box.left || b.box.right <= a.box.left ||
          a.box.bottom <= b.box.top || b.box.bottom <= a.box.top;
        if (!apart) found.push(`${a.id} over ${b.id}`);
      }
    }
    return found;
  });
  assert.deepEqual(overlaps, []);
  await comesTo(() => hidden(editor), []);
});

testEditor("view: why a wire cannot be drawn is as large at every zoom", async (visit) => {
  const editor = await visit.open(
    await visit.createFrom({
      version: 1,
      blocks: [
        block("price", "price", 0, 0),
        block("buy", "entry_signal", 500, 0),
        block("far", "rsi", 4_200, 0),
      ],
      connections: [connection("price.close", "far.source")],
    }),
  );
  const { page } = editor;
  await comesToMatch(async () => String(await zoomOf(editor)), /^0\.[23]/);
  const reason = page.locator('[data-part="refusal"]');
  await editor.pull(editor.port("price", "close"), editor.port("buy", "signal"), async () => {
    await reason.waitFor();
    const drawn = await reason.evaluate((element) => {
      const line = parseFloat(getComputedStyle(element).lineHeight);
      const { width, height, left, top, right, bottom } = element.getBoundingClientRect();
      const scale = width / (element as HTMLElement).offsetWidth;
      const canvas = document.querySelector('[data-part="canvas"]')!.getBoundingClientRect();
      const isInside = left >= canvas.left && right <= canvas.right && top >= canvas.top &&
        bottom <= canvas.bottom;
      return {
        fontPx: parseFloat(getComputedStyle(element).fontSize) * scale,
        isTall: height >= line,
        isInside,
      };
    });
    assert.ok(Math.abs(drawn.fontPx - 12) < 0.1, `${drawn.fontPx} px`);
    assert.ok(drawn.isTall && drawn.isInside);
  });
});

testEditor(
  "view: messages stand beside the canvas, not on it, and can be closed",
  async (visit) => {
    for (const [width, height] of [[1440, 900], [390, 844]] as const) {
      const id = await visit.create({ template: "rsi_rebound" });
      const editor = await openAt(visit, id, { width, height });
      const { page } = editor;
      await editor.block("rsi").waitFor();
      await page.locator('[data-part="canvas"]').focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Shift+ArrowRight");
      await page.keyboard.press("Control+z");
      const toast = page.locator('[data-part="toast"]');
      await toast.waitFor();
      const [note, canvas] = [
        await toast.boundingBox(),
        await page.locator('[data-part="canvas"]').boundingBox(),
      ];
      assert.ok(note && canvas);
      assert.ok(note.y >= canvas.y + canvas.height - 1, `${note.y} in ${canvas.y + canvas.height}`);
      assert.ok(note.x >= 0 && note.x + note.width <= width);
      await toast.getByRole("button", { name: "Dismiss" }).click();
      await toast.waitFor({ state: "detached" });
      await page.close();
    }
  },
);

testEditor("palette: a heading stands above what scrolls below it", async (visit) => {
  const editor = await visit.open(await visit.create());
  const { page } = editor;
  const list = page.locator('nav[aria-label="Blocks"] div:has(> section)');
  for (const scrolled of [120, 300, 620, 900]) {
    await list.evaluate((element, top) => element.scrollTo({ top }), scrolled);
    await editor.frames(2);
    const covered = await list.evaluate((element) => {
      const top = element.getBoundingClientRect().top;
      const stuck = [...element.querySelectorAll("h2")].filter((heading) =>
        Math.abs(heading.getBoundingClientRect().top - top) < 1
      );
      return stuck.map((heading) => {
        const { left, top, width, height } = heading.getBoundingClientRect();
        const points = [0.1, 0.5, 0.9].map((part) =>
          document.elementFromPoint(left + width * part, top + height / 2)
        );
        return points.every((found) => found === heading);
      });
    });
    assert.deepEqual(covered, [true], `scrolled by ${scrolled}`);
  }
});

testEditor("name: emptied and left, it is the former one again, and says why", async (visit) => {
  const editor = await visit.open(await visit.create());
  const { page } = editor;
  const name = page.getByLabel("Name of the strategy");
  for (const emptied of ["", "   "]) {
    await name.fill(emptied);
    await page.locator('[data-part="canvas"]').click({ position: { x: 5, y: 5 } });
    await comesTo(() => name.inputValue(), "RSI rebound");
    await editor.sees(/A strategy needs a name/);
    await page.locator('[data-part="toast"]').getByRole("button", { name: "Dismiss" }).click();
  }
  await name.fill("");
  await name.press("Enter");
  await comesTo(() => name.inputValue(), "RSI rebound");
});
