import { openBrowserHarness } from "/work/wt-view/tests/e2e/browser_harness.ts";
import { EditorPage } from "/work/wt-view/tests/e2e/editor_page.ts";
import { syntheticStrategy } from "/work/wt-view/studio/testing/synthetic.ts";
const [plan] = Deno.args;
const h = await openBrowserHarness();
const context = await h.browser.newContext({ baseURL: h.url, viewport: { width: 1440, height: 900 }, extraHTTPHeaders: { origin: h.url }, reducedMotion: "reduce" });
await context.request.post("/api/v1/auth/signup", { data: { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" } });
const create = async (fields = {}) => (await (await context.request.post("/api/v1/strategies", { data: { name: "Strategy", asset: "DEMO/USDT", timeframe: "1h", ...fields } })).json()).id;
const createFrom = async (definition: unknown) => { const id = await create(); const r = await context.request.post(`/api/v1/strategies/${id}/versions`, { data: { definition, base_version: 0 } }); if (r.status() !== 201) console.log(r.status(), await r.text()); return id; };
const open = async (id: string, size = { width: 1440, height: 900 }, theme: "light" | "dark" = "light") => {
  const page = await context.newPage();
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) console.log("console:", m.text()); });
  page.on("pageerror", (e) => console.log("pageerror:", String(e)));
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.setViewportSize(size);
  await page.goto(`/strategies/${id}`);
  await page.locator('[role="toolbar"]').first().waitFor();
  const editor = new EditorPage(page);
  await new Promise((r) => setTimeout(r, 1500));
  return editor;
};
try {
  const { default: run } = await import(plan!);
  await run({ create, createFrom, open, syntheticStrategy, context });
} catch (e) { console.log(e); }
await context.close();
await h.close();
Deno.exit(0);
