/** The shortcut sheet in Chromium: every key on it does what its line says, and a strategy is built by keys alone. */
import assert from "node:assert/strict";
import { SHORTCUTS } from "../../studio/commands/shortcuts.ts";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { comesTo } from "./waiting.ts";

closeHarnessAtEnd();

const RSI_WIRES = [
  "fade.signal>sell.signal",
  "rebound.signal>buy.signal",
  "rsi.value>fade.a",
  "rsi.value>rebound.a",
];

/** What each line of the sheet does, by its words: pressed in a strategy whose RSI has focus, seen, and put back. */
const LINES: Readonly<Record<string, (editor: EditorPage) => Promise<void>>> = {
  "Find a block to add": async (editor) => {
    await editor.page.keyboard.press("/");
    await isIn(editor, 'input[aria-label="Find a block"]');
    await editor.page.keyboard.press("Escape");
  },
  "Add a block after this one": (editor) => opensList(editor, "a", "that takes this value"),
  "Add a block before this one": (editor) => opensList(editor, "Shift+A", "that gives this value"),
  "Connect the block, or move the connection": async (editor) => {
    await editor.page.keyboard.press("c");
    await editor.sees("Connect RSI to…");
    await editor.page.keyboard.press("Escape");
  },
  "Go through the block's connections": async (editor) => {
    await editor.page.keyboard.press("w");
    await comesTo(() => editor.focused(), "rsi.value>rebound.a");
    await editor.page.keyboard.press("Escape");
  },
  "Choose what a condition compares (← → between its parts); edit another block's settings": async (
    editor,
  ) => {
    const { page } = editor;
    await page.keyboard.press("Enter");
    await isIn(editor, '[data-param="period"]');
    await page.keyboard.press("Escape");
    await editor.block("rebound").focus();
    await page.keyboard.press("Enter");
    await isIn(editor, '[data-part="chip"][data-port="a"]');
    await page.keyboard.press("ArrowRight");
    await isIn(editor, '[data-part="operator"]');
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: "crosses below" }).waitFor();
    await page.keyboard.press("Escape");
    await isIn(editor, '[data-part="operator"]');
    await page.keyboard.press("Escape");
    await comesTo(() => editor.focused(), "rebound");
  },
  "Edit the settings": async (editor) => {
    await editor.page.keyboard.press("e");
    await isIn(editor, '[data-param="period"]');
    await editor.page.keyboard.press("Escape");
  },
  "Rename the block": async (editor) => {
    await editor.page.keyboard.press("F2");
    await isIn(editor, 'input[aria-label="Name of this block"]');
    await editor.page.keyboard.press("Escape");
  },
  "Go from block to block": async (editor) => {
    await editor.page.keyboard.press("Tab");
    await comesTo(() => editor.focused(), "rebound");
    await editor.page.keyboard.press("Shift+Tab");
  },
  "Undo": (editor) => undoes(editor, "Control+z", "Control+Shift+Z"),
  "Redo": (editor) => undoes(editor, "Control+z", "Control+y"),
  "Copy": (editor) => pastes(editor, ["Control+c", "Control+v"], 6),
  "Cut": (editor) => pastes(editor, ["Control+x", "Control+v"], 5),
  "Paste": (editor) => pastes(editor, ["Control+c", "Control+v"], 6),
  "Duplicate": (editor) => pastes(editor, ["Control+d"], 6),
  "Delete": async (editor) => {
    for (const key of ["Delete", "Backspace"]) {
      await editor.page.keyboard.press(key);
      await editor.block("rsi").waitFor({ state: "detached" });
      await editor.page.keyboard.press("Control+z");
      await editor.block("rsi").waitFor();
      await editor.block("rsi").focus();
    }
  },
  "Select all": async (editor) => {
    await editor.page.keyboard.press("Control+a");
    await comesTo(async () => (await editor.selected()).length, 5);
  },
  "Add to selection": async (editor) => {
    await editor.page.keyboard.press("Shift+Space");
    await editor.page.keyboard.press("Tab");
    await comesTo(() => editor.selected(), ["rebound", "rsi"]);
  },
  "Clear selection": async (editor) => {
    await editor.page.keyboard.press("Escape");
    await comesTo(() => editor.selected(), []);
  },
  "Move the selected blocks, or the view": (editor) => moves(editor, "", 10),
  "Move ten steps at once": (editor) => moves(editor, "Shift+", 100),
  "Select several": async (editor) => {
    await editor.selectAlso("rebound");
    await comesTo(() => editor.selected(), ["rebound", "rsi"]);
  },
  "Show the canvas alone, or all panels": async (editor) => {
    const dock = editor.page.getByRole("region", { name: "Live result" });
    for (const key of ["f", "Escape"]) {
      await editor.page.keyboard.press("f");
      await dock.waitFor({ state: "hidden" });
      await editor.page.keyboard.press(key);
      await dock.waitFor();
    }
  },
  "Show or fold the blocks": async (editor) => {
    await editor.page.keyboard.press("b");
    await editor.page.getByRole("searchbox", { name: "Find a block" }).waitFor({ state: "hidden" });
    await editor.page.keyboard.press("b");
    await editor.page.getByRole("searchbox", { name: "Find a block" }).waitFor();
  },
  "Show or fold the settings": async (editor) => {
    await editor.page.keyboard.press("i");
    await editor.settings.waitFor({ state: "hidden" });
    await editor.page.keyboard.press("i");
    await editor.settings.waitFor();
  },
  "Fit everything on screen": async (editor) => {
    await editor.page.keyboard.press("-");
    await comesTo(async () => await zoomOf(editor) < 100, true);
    await editor.page.keyboard.press("Shift+F");
    await comesTo(() => zoomOf(editor), 100);
  },
  "Zoom in": (editor) => zooms(editor, ["+", "="], (zoom) => zoom > 100),
  "Zoom out": (editor) => zooms(editor, ["-"], (zoom) => zoom < 100),
  "Zoom to 100 %": (editor) => zooms(editor, ["-"], (zoom) => zoom < 100),
  "Show or hide the map": async (editor) => {
    await editor.page.keyboard.press("m");
    await editor.page.getByRole("img", { name: "Map of the canvas" }).waitFor();
    await editor.page.keyboard.press("m");
    await editor.page.getByRole("img", { name: "Map of the canvas" }).waitFor({
      state: "detached",
    });
  },
  "Next trade": (editor) => looksAtTrades(editor, ["]", "."]),
  "Previous trade": (editor) => looksAtTrades(editor, ["[", ","]),
  "Tidy up": async (editor) => {
    await editor.page.keyboard.press("Shift+ArrowDown");
    await editor.page.keyboard.press("t");
    await editor.sees("Tidied up");
    await editor.page.keyboard.press("Control+z");
    await editor.page.keyboard.press("Control+z");
  },
  "Show the shortcuts": async (editor) => {
    await editor.page.keyboard.press("?");
    await editor.sees("Keyboard shortcuts");
    await editor.page.keyboard.press("Escape");
  },
  "Move around": async (editor) => {
    const before = await boxX(editor);
    const view = await editor.page.locator('[data-part="canvas"]').boundingBox();
    await editor.page.mouse.move(view!.x + 300, view!.y + 20);
    await editor.page.mouse.wheel(50, 0);
    await comesTo(async () => await boxX(editor) < before, true);
    await editor.page.mouse.wheel(-50, 0);
  },
  "Zoom at the pointer": async (editor) => {
    const view = await editor.page.locator('[data-part="canvas"]').boundingBox();
    await editor.page.mouse.move(view!.x + 300, view!.y + 20);
    await editor.page.keyboard.down("Control");
    await editor.page.mouse.wheel(0, 100);
    await comesTo(async () => await zoomOf(editor) < 100, true);
    await editor.page.keyboard.up("Control");
    await editor.page.keyboard.press("Shift+F");
    await comesTo(() => zoomOf(editor), 100);
  },
  "Save a version": (editor) => saves(editor, "Control+s"),
  "Save a version with a note": async (editor) => {
    await editor.page.keyboard.press("ArrowUp");
    await editor.page.keyboard.press("Control+Shift+S");
    await editor.page.getByLabel(/^Note for version/).waitFor();
    await editor.page.keyboard.press("Escape");
    await editor.page.keyboard.press("Control+z");
  },
  "Run backtest": async (editor) => {
    const { page } = editor;
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/\/runs\/[0-9a-f-]+$/);
    await page.goBack();
    await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
    await hasAnswer(editor);
  },
  "Run with other settings": async (editor) => {
    await editor.page.keyboard.press("Control+Shift+Enter");
    await editor.page.getByRole("dialog", { name: "Run backtest" }).waitFor();
    await editor.page.keyboard.press("Escape");
  },
  "Next thing to fix": async (editor) => {
    await editor.select("rebound");
    await editor.page.keyboard.press("Delete");
    await editor.sees("1 thing to fix");
    await editor.page.keyboard.press("Escape");
    await editor.page.keyboard.press("n");
    await comesTo(() => editor.focused(), "buy");
    await editor.page.keyboard.press("Control+z");
    await editor.hasWires(RSI_WIRES);
  },
};

testEditor("shortcuts: every line of the sheet does what it says", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  const { page } = editor;
  // Room for everything at its own size, so that fitting is 100 %.
  await page.setViewportSize({ width: 1440, height: 1200 });
  await hasAnswer(editor);
  await page.keyboard.press("?");
  const rows = page.locator("dialog[open] section:not([data-part]) dl > div");
  await rows.first().waitFor();
  const words = await rows.locator("dt").allInnerTexts();
  assert.deepEqual([...words].sort(), Object.keys(LINES).sort());
  const keys = await page.locator("dialog[open] kbd").count();
  assert.ok(keys >= SHORTCUTS.filter((shortcut) => shortcut.listed !== false).length, `${keys}`);
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });

  for (const word of words) {
    await editor.hasWires(RSI_WIRES);
    await page.keyboard.press("Escape");
    // A block that has focus already would not be told that it comes.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await editor.block("rsi").focus();
    await comesTo(() => editor.selected(), ["rsi"]);
    await page.keyboard.press("0");
    await comesTo(() => zoomOf(editor), 100);
    try {
      await LINES[word]!(editor);
    } catch (error) {
      throw new Error(`“${word}” does not do what it says: ${error}`, { cause: error });
    }
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  }
});

testEditor(
  "shortcuts: the RSI strategy is built from blank, its result seen and saved, without a mouse",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    const { keyboard } = page;
    const fill = async (text: string) => {
      await keyboard.press("Control+a");
      await keyboard.type(text);
    };
    await editor.typeBlock("rsi");
    await comesTo(() => editor.focused(), "rsi");

    // Crosses above 30 → buy.
    await keyboard.press("a");
    await page.locator('[data-part="pulled-wire-menu"]').waitFor();
    await keyboard.type("crossover");
    await keyboard.press("Enter");
    await comesTo(() => editor.focused(), "crossover");
    await keyboard.press("e");
    await comesTo(() => focusedParam(editor), "value");
    await fill("30");
    await keyboard.press("Escape");
    await comesTo(() => editor.focused(), "crossover");
    await keyboard.press("a");
    await page.locator('[data-part="pulled-wire-menu"]').waitFor();
    await keyboard.type("entry");
    await keyboard.press("Enter");
    await comesTo(() => editor.focused(), "entry_signal");

    // Back to the RSI: crosses below 70 → sell.
    await keyboard.press("Shift+Tab");
    await keyboard.press("Shift+Tab");
    await comesTo(() => editor.focused(), "rsi");
    await keyboard.press("a");
    await page.locator('[data-part="pulled-wire-menu"]').waitFor();
    await keyboard.type("crossover");
    await keyboard.press("Enter");
    await comesTo(() => editor.focused(), "crossover_2");
    await keyboard.press("e");
    await comesTo(() => focusedParam(editor), "value");
    await fill("70");
    await keyboard.press("Shift+Tab");
    for (let k = 0; k < 8 && await focusedParam(editor) !== "direction"; k++) {
      await keyboard.press("Shift+Tab");
    }
    await keyboard.press("ArrowDown");
    await keyboard.press("Escape");
    await comesTo(() => editor.focused(), "crossover_2");
    await keyboard.press("a");
    await page.locator('[data-part="pulled-wire-menu"]').waitFor();
    await keyboard.type("exit");
    await keyboard.press("Enter");
    await comesTo(() => editor.focused(), "exit_signal");
    await keyboard.press("t");
    await comesTo(
      async () => (await editor.sentence.innerText()).replace(/\s+/g, " "),
      "Buy when RSI(14) crosses above 30. Sell when RSI(14) crosses below 70. Each trade uses all of the balance.",
    );

    // The answer stands below, and its trades are gone through.
    await hasAnswer(editor);
    await looksAtTrades(editor, ["]", "]"]);
    await keyboard.press("Control+s");
    await editor.sees("Version 1 saved");
    const { definition } = await editor.saved();
    assert.deepEqual(
      definition.blocks.map(({ type, params }) => [type, params]),
      [
        ["rsi", {}],
        ["crossover", { value: 30 }],
        ["entry_signal", {}],
        ["crossover", { value: 70, direction: "below" }],
        ["exit_signal", {}],
      ],
    );
    assert.equal(definition.connections.length, 4);
  },
);

async function isIn(editor: EditorPage, selector: string): Promise<void> {
  await editor.page.waitForFunction(
    (where) => document.activeElement?.closest(where) !== null,
    selector,
  );
}

function focusedParam(editor: EditorPage): Promise<string | null> {
  return editor.page.evaluate(() =>
    document.activeElement?.closest("[data-param]")?.getAttribute("data-param") ?? null
  );
}

async function opensList(editor: EditorPage, key: string, words: string): Promise<void> {
  await editor.page.keyboard.press(key);
  await editor.page.locator('[data-part="pulled-wire-menu"]').getByPlaceholder(words).waitFor();
  await editor.page.keyboard.press("Escape");
}

async function undoes(editor: EditorPage, undo: string, redo: string): Promise<void> {
  const { x, y } = await editor.place("rsi");
  await editor.page.keyboard.press("ArrowDown");
  await comesTo(() => editor.place("rsi"), { x, y: y + 10 });
  await editor.page.keyboard.press(undo);
  await comesTo(() => editor.place("rsi"), { x, y });
  await editor.page.keyboard.press(redo);
  await comesTo(() => editor.place("rsi"), { x, y: y + 10 });
  await editor.page.keyboard.press(undo);
}

async function pastes(editor: EditorPage, keys: string[], blocks: number): Promise<void> {
  const all = editor.page.locator(".react-flow__node");
  await editor.page.bringToFront();
  for (const key of keys) {
    await editor.page.keyboard.press(key);
    // What is copied has to arrive on the clipboard before it is pasted.
    if (key === "Control+c") await editor.sees("1 block copied");
    if (key === "Control+x") await editor.block("rsi").waitFor({ state: "detached" });
  }
  await comesTo(() => all.count(), blocks);
  const isCut = keys[0] === "Control+x";
  await editor.page.keyboard.press("Control+z");
  if (isCut) await editor.page.keyboard.press("Control+z");
  await comesTo(() => all.count(), 5);
}

async function moves(editor: EditorPage, modifier: string, step: number): Promise<void> {
  const { x, y } = await editor.place("rsi");
  const by = { Right: [step, 0], Down: [step, step], Left: [0, step], Up: [0, 0] } as const;
  for (const [side, [dx, dy]] of Object.entries(by)) {
    await editor.page.keyboard.press(`${modifier}Arrow${side}`);
    await comesTo(() => editor.place("rsi"), { x: x + dx, y: y + dy });
  }
}

async function zoomOf(editor: EditorPage): Promise<number> {
  return Number(
    (await editor.page.getByRole("button", { name: /^Zoom \d+ percent/ }).innerText()).replace(
      " %",
      "",
    ),
  );
}

async function zooms(
  editor: EditorPage,
  keys: string[],
  has: (zoom: number) => boolean,
): Promise<void> {
  for (const key of keys) {
    await editor.page.keyboard.press(key);
    await comesTo(async () => has(await zoomOf(editor)), true);
    await editor.page.keyboard.press("0");
    await comesTo(() => zoomOf(editor), 100);
  }
}

async function boxX(editor: EditorPage): Promise<number> {
  return Math.round((await editor.block("rsi").boundingBox())?.x ?? NaN);
}

async function saves(editor: EditorPage, key: string): Promise<void> {
  await editor.page.keyboard.press("ArrowRight");
  await editor.page.keyboard.press(key);
  await editor.sees(/^Version \d+ saved$/);
  await editor.page.keyboard.press("Control+z");
}

/** Waits until the live result has figures. */
async function hasAnswer(editor: EditorPage): Promise<void> {
  await editor.page.waitForFunction(() =>
    /\d/.test(document.querySelector('[data-metric="total_return"] dd')?.textContent ?? "")
  );
  await editor.page.locator('[data-chart="price"] canvas').waitFor();
}

/** Walks over trades: the result is there, and the candle that is looked at changes. */
async function looksAtTrades(editor: EditorPage, keys: string[]): Promise<void> {
  const plots = editor.plots;
  await plots.waitFor();
  for (const key of keys) {
    const before = await plots.getAttribute("aria-valuenow");
    await editor.page.keyboard.press(key);
    await editor.pinned(true)
      .waitFor();
    await comesTo(async () => await plots.getAttribute("aria-valuenow") !== before, true);
  }
  await editor.page.keyboard.press("Escape");
  await editor.pinned(false)
    .waitFor();
}
