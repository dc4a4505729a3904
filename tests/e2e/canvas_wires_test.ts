/** The canvas in Chromium, by mouse: wires pulled, refused, replaced and taken off; blocks selected, moved, copied and brought into view. */
import assert from "node:assert/strict";
import { block, connection } from "../support/strategies.ts";
import { closeHarnessAtEnd, type EditorPage, middle, testEditor } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

/** SMA of the RSI above 30 → buy, and a price that nothing reads. */
const DOCUMENT = {
  version: 1,
  blocks: [
    block("rsi", "rsi", 0, 0),
    block("smooth", "sma", 300, 0),
    block("above", "compare", 600, 0, { value: 30 }),
    block("buy", "entry_signal", 900, 0),
    block("price", "price", 300, 240),
  ],
  connections: [
    connection("rsi.value", "smooth.source"),
    connection("smooth.value", "above.a"),
    connection("above.signal", "buy.signal"),
  ],
};
const WIRES = ["above.signal>buy.signal", "rsi.value>smooth.source", "smooth.value>above.a"];

const refusal = (editor: EditorPage) => editor.page.locator('[data-part="refusal"]');

testEditor(
  "canvas: an impossible wire is refused while it is pulled, with the reason",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(DOCUMENT));
    await editor.hasWires(WIRES);
    await editor.button(/^Show \d+ more outputs of Price/).click();
    const says = async (pattern: RegExp) => {
      await refusal(editor).waitFor();
      await comesToMatch(() => refusal(editor).innerText(), pattern);
    };
    const fits = (id: string, port: string) =>
      editor.port(id, port).locator("xpath=..").getAttribute("data-fits");

    await editor.pull(editor.port("price", "close"), editor.port("buy", "signal"), async () => {
      await says(/Entry signal needs a signal \(yes or no\)/);
      await comesTo(() => fits("buy", "signal"), "false");
      await comesTo(() => fits("above", "b"), "true");
      await comesTo(() => fits("price", "open"), "false");
    });
    // On the block itself it is the same as on its port.
    const head = (id: string) => editor.head(id);
    await editor.pull(editor.port("price", "high"), head("buy"), () => says(/needs a signal/));
    await editor.pull(
      editor.port("smooth", "value"),
      editor.port("rsi", "source"),
      () => says(/make a loop/),
    );
    await editor.pull(
      editor.port("price", "low"),
      editor.port("smooth", "value"),
      () => says(/Both are outputs/),
    );
    await editor.pull(
      editor.port("smooth", "value"),
      editor.port("above", "a"),
      () => says(/connected already/),
    );
    await editor.hasWires(WIRES);
    await refusal(editor).waitFor({ state: "detached" });
    await comesTo(() => fits("buy", "signal"), null);
  },
);

testEditor(
  "canvas: a wire is replaced by dropping another on its input or on itself",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(DOCUMENT));
    const { page } = editor;
    await editor.hasWires(WIRES);
    await editor.button(/^Show \d+ more outputs of Price/).click();
    await editor.pull(editor.port("price", "close"), editor.port("above", "a"));
    await editor.hasWires([
      "above.signal>buy.signal",
      "price.close>above.a",
      "rsi.value>smooth.source",
    ]);
    await page.keyboard.press("Control+z");
    await editor.hasWires(WIRES);

    // Dropped on the line between two blocks.
    const line = page.locator('.react-flow__edge[data-id="smooth.value>above.a"] path').first();
    await editor.pull(editor.port("price", "high"), line);
    await editor.hasWires([
      "above.signal>buy.signal",
      "price.high>above.a",
      "rsi.value>smooth.source",
    ]);
    await page.keyboard.press("Control+z");
    await editor.hasWires(WIRES);
    const signal = page.locator('.react-flow__edge[data-id="above.signal>buy.signal"] path')
      .first();
    await editor.pull(editor.port("price", "high"), signal, async () => {
      await refusal(editor).waitFor();
      await comesToMatch(() => refusal(editor).innerText(), /needs a signal/);
    });
    await editor.hasWires(WIRES);
  },
);

testEditor(
  "canvas: the end of a wire is moved to another port, or dropped to take it off",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(DOCUMENT));
    const { page } = editor;
    await editor.hasWires(WIRES);
    const end = page.locator(
      '.react-flow__edge[data-id="smooth.value>above.a"] .react-flow__edgeupdater-target',
    );
    await editor.pull(end, editor.port("above", "b"));
    await editor.hasWires([
      "above.signal>buy.signal",
      "rsi.value>smooth.source",
      "smooth.value>above.b",
    ]);
    const { x, y } = await middle(editor.block("price"));
    const moved = page.locator(
      '.react-flow__edge[data-id="smooth.value>above.b"] .react-flow__edgeupdater-target',
    );
    const from = await middle(moved);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(x + 200, y + 40, { steps: 5 });
    await page.mouse.up();
    await editor.hasWires(["above.signal>buy.signal", "rsi.value>smooth.source"]);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await editor.hasWires(WIRES);
  },
);

testEditor(
  "canvas: a wire pulled into empty space offers only what fits, and adds it wired",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(DOCUMENT));
    const { page } = editor;
    await editor.hasWires(WIRES);
    const names = () =>
      page.locator('[data-part="pulled-wire-menu"] [role="option"] b').allInnerTexts();
    const pullTo = async (block: string, port: string, below: string) => {
      const start = await middle(editor.port(block, port));
      const box = await editor.block(below).boundingBox();
      assert.ok(box);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(box.x + 20, box.y + box.height + 40, { steps: 6 });
      await page.mouse.up();
      await page.locator('[data-part="pulled-wire-menu"]').waitFor();
    };

    await pullTo("above", "signal", "buy");
    const forSignal = await names();
    assert.ok(forSignal.includes("And") && forSignal.includes("Exit signal"), String(forSignal));
    assert.ok(!forSignal.includes("RSI") && !forSignal.includes("Compare"), String(forSignal));
    await page.keyboard.type("exit");
    await page.keyboard.press("Enter");
    await editor.hasWires([...WIRES, "above.signal>exit_signal.signal"]);

    // Backwards from an input: what gives a number.
    await pullTo("above", "b", "above");
    const forNumber = await names();
    assert.ok(forNumber.includes("RSI") && forNumber.includes("Price"), String(forNumber));
    assert.ok(!forNumber.includes("And") && !forNumber.includes("Exit signal"), String(forNumber));
    await page.keyboard.press("Escape");
    await page.locator('[data-part="pulled-wire-menu"]').waitFor({ state: "detached" });
    await comesTo(() => page.locator(".react-flow__node").count(), 6);
  },
);

testEditor(
  "canvas: several blocks are selected, moved, copied and deleted, and all is undone after a save",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(DOCUMENT));
    const { page } = editor;
    await editor.hasWires(WIRES);
    await editor.select("rsi");
    await editor.selectAlso("smooth");
    await comesTo(() => editor.selected(), ["rsi", "smooth"]);
    await editor.sees("2 blocks selected");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowRight");
    await comesTo(() => editor.place("rsi"), { x: 100, y: 10 });
    await comesTo(() => editor.place("smooth"), { x: 400, y: 10 });
    await page.keyboard.press("Control+d");
    await editor.hasWires([...WIRES, "rsi_2.value>smooth_2.source"]);
    await comesTo(() => editor.selected(), ["rsi_2", "smooth_2"]);

    // A box drawn with Shift takes what it touches.
    const [a, b] = [await middle(editor.block("above")), await middle(editor.block("buy"))];
    await page.keyboard.down("Shift");
    await editor.frames(2);
    await page.mouse.move(a.x - 10, (await topOf(editor, "above")) - 16);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y + 20, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await comesTo(() => editor.selected(), ["above", "buy"]);
    await page.keyboard.press("Delete");
    await editor.hasWires(["rsi.value>smooth.source", "rsi_2.value>smooth_2.source"]);

    await page.keyboard.press("Control+s");
    await editor.sees("Version 2 saved");
    // Deleted, duplicated, moved: back to the first version, and forward again.
    for (let k = 0; k < 3; k++) await page.keyboard.press("Control+z");
    await editor.hasWires(WIRES);
    await comesTo(() => editor.place("rsi"), { x: 0, y: 0 });
    await editor.sees("Unsaved changes");
    for (let k = 0; k < 3; k++) await page.keyboard.press("Control+Shift+z");
    await editor.hasWires(["rsi.value>smooth.source", "rsi_2.value>smooth_2.source"]);
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
  },
);

testEditor(
  "canvas: zoom, fit, map and tidy bring a scattered strategy into view",
  async (visit) => {
    const scattered = {
      ...DOCUMENT,
      blocks: DOCUMENT.blocks.map((one, k) => ({
        ...one,
        position: { x: -900 * k, y: 700 * (k % 2) },
      })),
    };
    const editor = await visit.open(await visit.createFrom(scattered));
    const { page } = editor;
    await editor.hasWires(WIRES);
    const zoom = async () =>
      Number(
        (await page.getByRole("button", { name: /^Zoom \d+ percent/ }).innerText()).replace(
          " %",
          "",
        ),
      );
    const fitted = await zoom();
    assert.ok(fitted < 70, `fitted at ${fitted} %`);
    await page.getByRole("button", { name: /^Zoom \d+ percent/ }).click();
    await comesTo(zoom, 100);
    await page.keyboard.press("m");
    const map = page.getByRole("img", { name: "Map of the canvas" });
    await map.waitFor();
    await comesTo(() => map.locator(".react-flow__minimap-node").count(), DOCUMENT.blocks.length);
    await page.keyboard.press("m");
    await map.waitFor({ state: "detached" });

    await page.keyboard.press("t");
    await editor.sees("Tidied up");
    await comesTo(async () => {
      const xs = await Promise.all(["rsi", "smooth", "above", "buy"].map((id) => editor.place(id)));
      return xs.every(({ x }, k) => k === 0 || x > (xs[k - 1]?.x ?? 0));
    }, true);
    await comesTo(async () => {
      const view = await page.locator('[data-part="canvas"]').boundingBox();
      const boxes = await Promise.all(
        DOCUMENT.blocks.map(({ id }) => editor.block(id).boundingBox()),
      );
      return boxes.every((box) =>
        box && view && box.x >= view.x && box.x + box.width <= view.x + view.width &&
        box.y >= view.y && box.y + box.height <= view.y + view.height
      );
    }, true);
    await page.keyboard.press("-");
    await page.keyboard.press("Shift+F");
    await page.keyboard.press("Control+z");
    await comesTo(() => editor.place("buy"), { x: -2700, y: 700 });
  },
);

async function topOf(editor: EditorPage, block: string): Promise<number> {
  return (await editor.block(block).boundingBox())?.y ?? NaN;
}

testEditor(
  "canvas: outputs that nothing reads are folded away until a wire is pulled that could come from them",
  async (visit) => {
    const editor = await visit.open(
      await visit.createFrom({
        version: 1,
        blocks: [block("price", "price", 0, 0), block("smooth", "sma", 360, 0)],
        connections: [],
      }),
    );
    const shown = () =>
      editor.block("price").locator(".react-flow__handle").evaluateAll((handles) =>
        handles.map((handle) => handle.getAttribute("data-handleid"))
      );
    await comesTo(shown, ["close"]);
    await editor.pull(editor.port("smooth", "source"), editor.ground(), async () => {
      await comesTo(async () => (await shown()).length > 3, true);
    });
    await editor.page.keyboard.press("Escape");
    await comesTo(shown, ["close"]);
    await editor.button(/^Show \d+ more outputs of Price/).click();
    await editor.pull(editor.port("price", "high"), editor.port("smooth", "source"));
    await editor.hasWires(["price.high>smooth.source"]);
    await editor.button(/^Fold \d+ more outputs of Price/).click();
    await comesTo(shown, ["high"]);
  },
);
