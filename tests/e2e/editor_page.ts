/** The app on a loopback port with a browser on it, and the editor's gestures as a person would call them. */
import assert from "node:assert/strict";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { createApp } from "../../routes/app.tsx";
import { openTestApp } from "../support/app.ts";
import { CHROMIUM_ARGS, testEnv, testWith } from "../support/env.ts";

/** A tab on the editor of one strategy. */
export class EditorPage {
  constructor(readonly page: Page) {}

  block(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`);
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
    const deadline = Date.now() + 10_000;
    let found = await this.wires();
    while (String(found) !== String(expected) && Date.now() < deadline) {
      await this.page.waitForTimeout(20);
      found = await this.wires();
    }
    assert.deepEqual(found, expected);
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  /** Drags a block from the palette onto the canvas. */
  async dragFromPalette(type: string, x: number, y: number): Promise<void> {
    await this.page.locator(`.ed-entry[data-type="${type}"]`).dragTo(
      this.page.locator(".ed-canvas"),
      { targetPosition: { x, y } },
    );
  }

  /** Pulls a wire from one place to another; `held` looks at the page before the button is let go. */
  async pull(from: Locator, to: Locator, held?: () => Promise<void>): Promise<void> {
    const [a, b] = [await middle(from), await middle(to)];
    await this.page.mouse.move(a.x, a.y);
    await this.page.mouse.down();
    await this.page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 4 });
    await this.page.mouse.move(b.x, b.y, { steps: 4 });
    await held?.();
    await this.page.mouse.up();
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
    await this.page.getByText(text).first().waitFor({ state: "visible", timeout: 10_000 });
  }
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

/** A signed-in browser. */
export interface Visit {
  readonly context: BrowserContext;
  /** Makes a strategy and answers its id. */
  create(fields?: { template?: string }): Promise<string>;
  /** Opens the editor in a new tab. */
  open(strategyId: string): Promise<EditorPage>;
  /** What pages logged as errors or warnings, beyond what was expected. */
  readonly complaints: string[];
}

/** One app and one browser for all tests of a file: each test signs up a person of its own. */
interface Stage {
  readonly baseURL: string;
  readonly browser: Browser;
  close(): Promise<void>;
}
let stage: Promise<Stage> | null = null;

/** Registers a test in Chromium; it fails when a page logs an error that the test did not take out of `complaints`. */
export function testEditor(name: string, fn: (visit: Visit) => Promise<void>): void {
  testWith(["chromium"], name, async () => {
    const { baseURL, browser } = await (stage ??= openStage());
    const context = await browser.newContext({
      baseURL,
      viewport: { width: 1440, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
      extraHTTPHeaders: { origin: baseURL },
    });
    try {
      const visit = await signUp(context);
      await fn(visit);
      assert.deepEqual(visit.complaints, []);
    } finally {
      await context.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

/** Call once in a file, after its tests. */
export function closeStageAtEnd(): void {
  Deno.test.afterAll(async () => {
    await (await stage)?.close();
    stage = null;
  });
}

async function openStage(): Promise<Stage> {
  await buildIslands();
  const app = await openTestApp();
  const web = createApp(app.services);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
  const browser = await chromium.launch({
    executablePath: testEnv.chromium ?? "",
    args: [...CHROMIUM_ARGS],
  });
  return {
    baseURL: `http://127.0.0.1:${server.addr.port}`,
    browser,
    async close() {
      await browser.close();
      await server.shutdown();
      await app.close();
    },
  };
}

async function signUp(context: BrowserContext): Promise<Visit> {
  const answer = await context.request.post("/api/v1/auth/signup", {
    data: { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" },
  });
  assert.equal(answer.status(), 201);
  const complaints: string[] = [];
  return {
    context,
    complaints,
    async create(fields = {}) {
      const created = await context.request.post("/api/v1/strategies", {
        data: { name: "RSI rebound", asset: "DEMO/USDT", timeframe: "1h", ...fields },
      });
      assert.equal(created.status(), 201);
      return (await created.json()).id;
    },
    async open(strategyId) {
      const page = await context.newPage();
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(`/strategies/${strategyId}`);
      await page.locator(".ed-controls").waitFor();
      return new EditorPage(page);
    },
  };
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  assert.ok(box, "it is not on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function buildIslands(): Promise<void> {
  const root = new URL("../..", import.meta.url);
  const build = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/build.ts", "--if-stale"],
    cwd: root,
    stdout: "null",
  }).output();
  assert.ok(build.success, new TextDecoder().decode(build.stderr));
}
