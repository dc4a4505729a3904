/** Adding blocks in Chromium: by drag, click, Enter and wire; and a hundred of them at once. */
import assert from "node:assert/strict";
import { closeHarnessAtEnd, middle, testEditor } from "./editor_page.ts";
import { comesTo } from "./waiting.ts";

closeHarnessAtEnd();

testEditor(
  "palette: blocks are added by drag where they are let go, by click, by Enter and by a wire",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    await editor.dragFromPalette("rsi", 200, 140);
    await editor.block("rsi").waitFor();
    const canvas = await page.locator('[data-part="canvas"]').boundingBox();
    const dropped = await middle(editor.head("rsi"));
    assert.ok(Math.abs(dropped.x - canvas!.x - 200) < 20, `${dropped.x - canvas!.x}`);
    assert.ok(Math.abs(dropped.y - canvas!.y - 140) < 20, `${dropped.y - canvas!.y}`);

    // A click adds beside the selected block, wired to it where that is what it needs.
    await page.locator('button[data-type="crossover"]').click();
    await editor.hasWires(["rsi.value>crossover.a"]);
    // Enter adds what was searched for.
    await editor.typeBlock("buy");
    await editor.hasWires(["crossover.signal>entry_signal.signal", "rsi.value>crossover.a"]);
    // A wire let go over empty space offers what fits.
    await editor.still();
    const start = await middle(editor.port("crossover", "signal"));
    const ground = await editor.block("rsi").boundingBox();
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(ground!.x + 60, ground!.y + ground!.height + 60, { steps: 6 });
    await page.mouse.up();
    await page.locator('[data-part="pulled-wire-menu"]').waitFor();
    await page.locator('[data-part="pulled-wire-menu"] [role="option"]', { hasText: "Not" }).first()
      .click();
    await editor.hasWires([
      "crossover.signal>entry_signal.signal",
      "crossover.signal>not.in",
      "rsi.value>crossover.a",
    ]);
    // Each was one step.
    for (const left of [3, 2, 1, 0]) {
      await page.keyboard.press("Control+z");
      await comesTo(() => page.locator(".react-flow__node").count(), left);
    }
    for (const there of [1, 2, 3, 4]) {
      await page.keyboard.press("Control+Shift+z");
      await comesTo(() => page.locator(".react-flow__node").count(), there);
    }
  },
);

testEditor(
  "palette: a block let go over a wire is put into it, by drag and by key, in one step",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    const wires = [
      "fade.signal>sell.signal",
      "rebound.signal>buy.signal",
      "rsi.value>fade.a",
      "rsi.value>rebound.a",
    ];
    await editor.hasWires(wires);
    await editor.still();
    const [from, to] = [
      await middle(editor.port("rebound", "signal")),
      await middle(editor.port("buy", "signal")),
    ];
    const canvas = await page.locator('[data-part="canvas"]').boundingBox();
    const over = { x: (from.x + to.x) / 2 - canvas!.x, y: (from.y + to.y) / 2 - canvas!.y };
    await editor.dragFromPalette("sustained", over.x, over.y);
    const through = [
      "fade.signal>sell.signal",
      "rebound.signal>sustained.in",
      "rsi.value>fade.a",
      "rsi.value>rebound.a",
      "sustained.signal>buy.signal",
    ];
    await editor.hasWires(through);
    await editor.sees("Sustained added between RSI(14) crosses above 30 and Entry signal");
    // What it was put before has made room.
    const ends = { left: [] as number[], right: [] as number[] };
    for (const id of ["rebound", "sustained", "buy"]) {
      const { x } = await editor.place(id);
      ends.left.push(x);
      ends.right.push(
        x + await editor.block(id).evaluate((node) => (node as HTMLElement).offsetWidth),
      );
    }
    assert.ok(
      ends.right[0]! < ends.left[1]! && ends.right[1]! < ends.left[2]!,
      JSON.stringify(ends),
    );
    await page.keyboard.press("Control+z");
    await editor.hasWires(wires);

    // What does not fit a wire stands where it was let go, beside it.
    await editor.still();
    await editor.page.keyboard.press("Shift+F");
    await editor.still();
    await editor.dragFromPalette("sma", over.x, over.y);
    await editor.block("sma").waitFor();
    await editor.hasWires(wires);
    await page.keyboard.press("Control+z");
    await editor.block("sma").waitFor({ state: "detached" });

    // The wire chosen by key, the block from the search.
    await page.keyboard.press("Escape");
    await editor.block("buy").focus();
    await comesTo(() => editor.selected(), ["buy"]);
    await page.keyboard.press("w");
    await comesTo(() => editor.focused(), "rebound.signal>buy.signal");
    await editor.typeBlock("sustained");
    await editor.hasWires(through);
    await page.keyboard.press("Control+z");
    await editor.hasWires(wires);

    // A block that stands loose is carried there.
    await page.keyboard.press("Escape");
    await editor.dragFromPalette("sustained", 120, over.y + 260);
    await editor.block("sustained").waitFor();
    await editor.still();
    const grip = await middle(editor.head("sustained"));
    const end = await middle(editor.port("buy", "signal"));
    const start = await middle(editor.port("rebound", "signal"));
    await editor.dragBlock(
      "sustained",
      (start.x + end.x) / 2 - grip.x,
      start.y - grip.y,
      async () =>
        void await page.locator('path[data-entered="true"]').waitFor({ state: "attached" }),
    );
    await editor.hasWires(through);
    await page.keyboard.press("Control+z");
    await editor.hasWires(wires);
  },
);

/** Ten rows of ten: averages of averages. */
function hundredBlocks() {
  const id = (row: number, column: number) => `b${row}_${column}`;
  const cells = Array.from(
    { length: 100 },
    (_, k) => ({ row: Math.floor(k / 10), column: k % 10 }),
  );
  return {
    version: 1,
    blocks: cells.map(({ row, column }) => ({
      id: id(row, column),
      type: column === 0 ? "rsi" : "sma",
      params: { period: 10 + row },
      position: { x: column * 280, y: row * 140 },
    })),
    connections: cells.filter(({ column }) => column > 0).map(({ row, column }) => ({
      from: { block: id(row, column - 1), port: "value" },
      to: { block: id(row, column), port: "source" },
    })),
  };
}

testEditor(
  "canvas: a hundred blocks are opened, panned, dragged, tidied and undone",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(hundredBlocks()));
    const { page } = editor;
    await comesTo(() => page.locator(".react-flow__node").count(), 100);
    await comesTo(async () => (await editor.wires()).length, 90);
    await page.getByRole("img", { name: "Map of the canvas" }).waitFor();

    const view = () => page.locator(".react-flow__viewport").getAttribute("style");
    const before = await view();
    const canvas = await page.locator('[data-part="canvas"]').boundingBox();
    await page.mouse.move(canvas!.x + 10, canvas!.y + 10);
    await page.mouse.wheel(120, 60);
    await comesTo(async () => await view() !== before, true);
    await page.keyboard.press("Shift+F");
    await comesTo(view, before);

    // One block, then all of them.
    const place = await editor.place("b4_4");
    await editor.dragBlock("b4_4", 40, 30);
    await comesTo(async () => (await editor.place("b4_4")).x > place.x, true);
    await page.keyboard.press("Control+z");
    await comesTo(() => editor.place("b4_4"), place);
    await page.keyboard.press("Control+a");
    await editor.sees("100 blocks selected");
    await page.keyboard.press("Shift+ArrowRight");
    await comesTo(() => editor.place("b9_9"), { x: 9 * 280 + 100, y: 9 * 140 });
    await page.keyboard.press("Control+d");
    await comesTo(() => page.locator(".react-flow__node").count(), 200);
    await page.keyboard.press("Control+d");
    await editor.sees("A strategy has at most 200 blocks; this would make 300.");
    await page.keyboard.press("t");
    await editor.sees("Tidied up");
    for (let k = 0; k < 3; k++) await page.keyboard.press("Control+z");
    await comesTo(() => page.locator(".react-flow__node").count(), 100);
    await comesTo(() => editor.place("b9_9"), { x: 9 * 280, y: 9 * 140 });
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();

    await editor.block("b0_0").focus();
    await page.keyboard.press("Delete");
    await comesTo(async () => (await editor.wires()).length, 89);
    await page.keyboard.press("Control+s");
    await editor.sees("Version 2 saved");
    assert.equal((await editor.saved()).definition.blocks.length, 99);
  },
);
