/** The app on a loopback port with a browser on it, and the editor's gestures as a person would call them. */
import assert from "node:assert/strict";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { testWith } from "../support/env.ts";
import { type BrowserHarness, isLate, openBrowserHarness } from "./browser_harness.ts";
import { comesTo } from "./waiting.ts";

/** A tab on the editor of one strategy. */
export class EditorPage {
  constructor(readonly page: Page) {}

  block(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`);
  }
  /** Where a block is pressed and dragged: its head, of a condition the edge beside its chips, from afar its sentence. */
  head(id: string): Locator {
    return this.block(id).locator(
      '[data-part="block-sentence"], [data-part="block-grip"], :not([data-kind="condition"]) > [data-part="block-head"]',
    ).filter({ visible: true });
  }
  /** The chip of an operand on a condition's card. */
  operand(block: string, port: string): Locator {
    return this.block(block).locator(`[data-part="chip"][data-port="${port}"]`);
  }
  port(block: string, port: string): Locator {
    return this.block(block).locator(`.react-flow__handle[data-handleid="${port}"]`);
  }
  wires(): Promise<string[]> {
    return this.page.locator(".react-flow__edge").evaluateAll((edges) =>
      edges.map((edge) => edge.getAttribute("data-id") ?? "").sort()
    );
  }
  /** Waits until exactly these wires are drawn: they come a frame or two after the blocks have been measured. */
  async hasWires(expected: readonly string[]): Promise<void> {
    await comesTo(() => this.wires(), [...expected].sort());
  }
  /** Where a block stands, in canvas units. */
  async place(id: string): Promise<{ x: number; y: number }> {
    const transform = await this.block(id).evaluate((node) =>
      (node as HTMLElement).style.transform
    );
    const [x = NaN, y = NaN] = (transform.match(/-?[\d.]+(?=px)/g) ?? []).map(Number);
    return { x, y };
  }
  /** The ids of the selected blocks. */
  selected(): Promise<string[]> {
    return this.page.locator(".react-flow__node.selected").evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute("data-id") ?? "").sort()
    );
  }
  /** The id of the block, or of the wire, that has focus. */
  focused(): Promise<string | null> {
    return this.page.evaluate(() => document.activeElement?.getAttribute("data-id") ?? null);
  }
  /** Selects a block by its head. */
  async select(id: string): Promise<void> {
    await this.head(id).click();
  }
  /** Adds a block to the selection. */
  async selectAlso(id: string): Promise<void> {
    await this.page.keyboard.down("Shift");
    await this.frames(2);
    await this.head(id).click();
    await this.page.keyboard.up("Shift");
    await this.frames(2);
  }
  /** Lets the page draw so many times. */
  async frames(count: number): Promise<void> {
    for (let k = 0; k < count; k++) {
      await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
  }
  /** Waits until the view has come to rest: what is new may have moved it. */
  async still(): Promise<void> {
    const view = () =>
      this.page.locator(".react-flow__viewport").evaluate((one) =>
        (one as HTMLElement).style.cssText
      );
    for (let before = "", now = await view(); before !== now; now = await view()) {
      before = now;
      await this.frames(4);
    }
  }
  /** The field of a parameter, of the block that is selected. */
  param(name: string): Locator {
    return this.field(name).locator('input[type="text"]');
  }
  /** All that belongs to a parameter of the block that is selected. */
  field(name: string): Locator {
    return this.page.locator(`[data-param="${name}"]`);
  }
  /** Whether the strategy is saved, in words. */
  get saveState(): Locator {
    return this.page.locator('[data-part="save-state"]');
  }
  /** The strategy in words. */
  get sentence(): Locator {
    return this.page.locator('[data-part="sentence"]');
  }
  /** The settings of what is selected. */
  get settings(): Locator {
    return this.page.getByRole("complementary", { name: "Settings" });
  }
  /** The charts of the live result, which are moved along as a slider. */
  get plots(): Locator {
    return this.page.getByRole("slider", { name: "Selected candle" });
  }
  /** The charts while a candle is pinned, or while none is. */
  pinned(isPinned: boolean): Locator {
    return this.plots.and(this.page.locator(`[data-pinned="${isPinned}"]`));
  }
  /** What the strategy is tested with, as the button of the bar that changes it. */
  chip(name: "market" | "period" | "costs"): Locator {
    return chipOf(this.page, name);
  }
  /** Where the canvas is clicked to select nothing. */
  ground(): Locator {
    return this.page.locator(".react-flow__pane");
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  /** Drags a block from the palette onto the canvas. */
  async dragFromPalette(type: string, x: number, y: number): Promise<void> {
    await this.page.locator(`button[data-type="${type}"]`).dragTo(
      this.page.locator('[data-part="canvas"]'),
      { targetPosition: { x, y } },
    );
  }

  /** Pulls a wire from one place to another; `held` looks at the page before the button is let go. */
  async pull(from: Locator, to: Locator, held?: () => Promise<void>): Promise<void> {
    await this.still();
    const [a, b] = [await middle(from), await middle(to)];
    await this.page.mouse.move(a.x, a.y);
    await this.page.mouse.down();
    await this.page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 4 });
    await this.page.mouse.move(b.x, b.y, { steps: 4 });
    await held?.();
    await this.#letGo();
  }

  /** Drags a block by its head; `held` looks at the page before it is let go. */
  async dragBlock(id: string, dx: number, dy: number, held?: () => Promise<void>): Promise<void> {
    await this.still();
    const { x, y } = await middle(this.head(id));
    // The first few pixels decide that it is a drag, and are not part of it.
    await this.page.mouse.move(x - 3, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x, y);
    await this.page.mouse.move(x + dx / 2, y + dy / 2, { steps: 3 });
    await this.page.mouse.move(x + dx, y + dy, { steps: 3 });
    await held?.();
    await this.#letGo();
  }

  /** Lets the button go, and the frame pass in which the end of a drag is not a click yet. */
  async #letGo(): Promise<void> {
    await this.page.mouse.up();
    await this.frames(1);
  }

  /** Adds a block by its name, from the keyboard alone. */
  async typeBlock(name: string): Promise<void> {
    await this.page.keyboard.press("/");
    await this.page.keyboard.type(name);
    await this.page.keyboard.press("Enter");
  }

  /** The document as it is saved last. */
  async saved(): Promise<{ version: number; definition: SavedDefinition }> {
    const id = new URL(this.page.url()).pathname.split("/")[2];
    const answer = await this.page.request.get(`/api/v1/strategies/${id}`);
    const { latest_version: latest } = await answer.json();
    return { version: latest.version_number, definition: latest.definition };
  }

  async sees(text: string | RegExp): Promise<void> {
    const seen = this.page.getByText(text).filter({ visible: true }).first();
    await seen.waitFor({ timeout: 10_000 });
  }
}

/** A chip of the bar: its words, and the way to its form. */
export function chipOf(page: Page, name: "market" | "period" | "costs"): Locator {
  return page.locator(`[data-setting="${name}"]`);
}

/** What a chip of the bar says, as it is seen. */
export async function settingOf(
  page: Page,
  name: "market" | "period" | "costs",
): Promise<string> {
  const text = await chipOf(page, name).innerText();
  return text.replaceAll(/\s+/g, " ").replace(/^[^:]*: /, "");
}

/** Opens the form of a backtest with other settings than the bar's. */
export async function openRunForm(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Other ways to run" }).click();
  await page.getByRole("button", { name: "Run with other settings…" }).click();
  const dialog = page.getByRole("dialog", { name: "Run backtest" });
  await dialog.waitFor();
  return dialog;
}

export interface SavedDefinition {
  readonly blocks: readonly {
    readonly id: string;
    readonly type: string;
    readonly label?: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly position?: { readonly x: number; readonly y: number };
  }[];
  readonly connections: readonly {
    readonly from: { readonly block: string; readonly port: string };
    readonly to: { readonly block: string; readonly port: string };
  }[];
}

/** A browser of one person, signed in but for guests. */
export interface Visit {
  readonly context: BrowserContext;
  /** Makes a strategy and answers its id. */
  create(fields?: { template?: string }): Promise<string>;
  /** Makes a strategy whose first version is this document, and answers its id. */
  createFrom(definition: unknown): Promise<string>;
  /** A new tab whose complaints are kept. */
  tab(): Promise<Page>;
  /** Opens the editor in a new tab. */
  open(strategyId: string): Promise<EditorPage>;
  /** Runs half a year of synthetic candles, waits for the end and answers the run's id. */
  run(strategyId: string): Promise<string>;
  /** What pages logged as errors or warnings, beyond what was expected. */
  readonly complaints: string[];
}

/** One app and one browser for all tests of a file: each test signs up a person of its own. */
let harness: Promise<BrowserHarness> | null = null;

/**
 * Registers a test in Chromium; it fails when a page logs an error that the test did not take out of `complaints`. A browser on
 * a busy machine may draw a frame late: a test that fails is done once more, as another person in a fresh browser, and says so.
 */
export function testEditor(name: string, fn: (visit: Visit) => Promise<void>): void {
  testVisit(name, fn, signUp);
}

/** The same for a visitor without an account. */
export function testGuest(name: string, fn: (visit: Visit) => Promise<void>): void {
  testVisit(name, fn, () => Promise.resolve());
}

function testVisit(
  name: string,
  fn: (visit: Visit) => Promise<void>,
  enter: (context: BrowserContext) => Promise<void>,
): void {
  const once = async () => {
    const { url: baseURL, browser } = await (harness ??= openBrowserHarness());
    const context = await browser.newContext({
      baseURL,
      viewport: { width: 1440, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
      extraHTTPHeaders: { origin: baseURL },
    });
    try {
      await enter(context);
      const visit = visitOf(context);
      await fn(visit);
      assert.deepEqual(visit.complaints, []);
    } finally {
      await context.close();
    }
  };
  testWith(["chromium"], name, async () => {
    try {
      await once();
    } catch (error) {
      if (isLate) throw error;
      console.log(`done again: ${name}: ${error instanceof Error ? error.message : error}`);
      await once();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

/** Call once in a file, after its tests. */
export function closeHarnessAtEnd(): void {
  Deno.test.afterAll(async () => {
    await (await harness)?.close();
    harness = null;
  });
}

async function signUp(context: BrowserContext): Promise<void> {
  const answer = await context.request.post("/api/v1/auth/signup", {
    data: { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" },
  });
  assert.equal(answer.status(), 201);
}

function visitOf(context: BrowserContext): Visit {
  const complaints: string[] = [];
  const visit: Visit = {
    context,
    complaints,
    async create(fields = {}) {
      const created = await context.request.post("/api/v1/strategies", {
        data: { name: "RSI rebound", asset: "DEMO/USDT", timeframe: "1h", ...fields },
      });
      assert.equal(created.status(), 201);
      return (await created.json()).id;
    },
    async createFrom(definition) {
      const id = await visit.create();
      const saved = await context.request.post(`/api/v1/strategies/${id}/versions`, {
        data: { definition, base_version: 0 },
      });
      assert.equal(saved.status(), 201);
      return id;
    },
    async tab() {
      const page = await context.newPage();
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      return page;
    },
    async open(strategyId) {
      const page = await visit.tab();
      await page.goto(`/strategies/${strategyId}`);
      await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
      const editor = new EditorPage(page);
      await editor.still();
      return editor;
    },
    async run(strategyId) {
      const started = await context.request.post("/api/v1/backtests", {
        data: { strategy_id: strategyId, date_from: "2023-01-01", date_to: "2023-06-30" },
      });
      assert.equal(started.status(), 202);
      const { run_id: runId } = await started.json();
      for (;;) {
        const { status } = await (await context.request.get(`/api/v1/backtests/${runId}`)).json();
        if (status === "completed" || status === "failed") return runId;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
  return visit;
}

/** The middle of what a locator shows, on the screen. */
export async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  assert.ok(box, "it is not on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
