/** A strategy with the longest name there can be, in Chromium: cut with an ellipsis wherever it stands, and nothing overflows. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { block, connection } from "../support/strategies.ts";
import { closeHarnessAtEnd, testEditor } from "./editor_page.ts";
import { eventually } from "./waiting.ts";

closeHarnessAtEnd();

/** Of one word, which no browser breaks by itself, and of many. */
const NAMES = ["W".repeat(100), `${"A strategy of mine ".repeat(5)}again`];
const LABEL = "M".repeat(80);
const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844 }, {
  width: 320,
  height: 640,
}];

const DEFINITION = {
  version: 1,
  blocks: [
    { ...block("rsi", "rsi", 0, 0), label: LABEL },
    block("low", "crossover", 290, 0, { value: 30 }),
    { ...block("buy", "entry_signal", 580, 0), label: LABEL },
    { ...block("out", "time_exit", 580, 170, { bars: 24 }), label: LABEL },
  ],
  connections: [connection("rsi.value", "low.a"), connection("low.signal", "buy.signal")],
};

/** What sticks out of the window: the page itself, and words that reach beyond what cuts them. */
function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page, by ${scrollWidth - clientWidth} px`);
    for (
      const panel of document.querySelectorAll(
        'aside[aria-label="Settings"], [role="group"][aria-label="Versions"], :has(> [data-part="checks"]), dialog',
      )
    ) {
      if (!panel.checkVisibility() || panel.scrollWidth <= panel.clientWidth) continue;
      found.push(`${panel.className} scrolls sideways`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      const parent = node.parentElement;
      if (!parent || !/W{20}|M{20}|strategy of mine/.test(text)) continue;
      if (parent.closest("script, style, title, option, select, textarea, .react-flow, svg")) {
        continue;
      }
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      let { left, right } = range.getBoundingClientRect();
      // What a box cuts off is not seen.
      for (let box: Element | null = parent; box; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box);
        if (overflowX === "visible") continue;
        const edges = box.getBoundingClientRect();
        if (["auto", "scroll"].includes(overflowX)) {
          [left, right] = [edges.left, edges.right];
          break;
        }
        if (right > edges.right + 1 && getComputedStyle(parent).textOverflow !== "ellipsis") {
          const clamped = getComputedStyle(parent).webkitLineClamp !== "none";
          if (!clamped && edges.width > 2) {
            found.push(`${parent.className || parent.tagName} is cut without an ellipsis`);
          }
        }
        [left, right] = [Math.max(left, edges.left), Math.min(right, edges.right)];
      }
      if (right > innerWidth + 1 || left < -1) {
        found.push(`${parent.className || parent.tagName}: ${left} to ${right}`);
      }
    }
    return found;
  });
}

for (const name of NAMES) {
  testEditor(`long names: ${name.slice(0, 10)}… fits on every page`, async (visit) => {
    const { request } = visit.context;
    const made = await request.post("/api/v1/strategies", {
      data: { name, asset: "DEMO/USDT", timeframe: "1h" },
    });
    assert.equal(made.status(), 201);
    const { id } = await made.json();
    for (const base of [0, 1]) {
      const definition = base === 0 ? DEFINITION : {
        ...DEFINITION,
        blocks: DEFINITION.blocks.map((one) =>
          one.id === "out" ? { ...one, params: { bars: 48 }, label: `${LABEL.slice(1)}N` } : one
        ),
      };
      const saved = await request.post(`/api/v1/strategies/${id}/versions`, {
        data: { definition, base_version: base, note: "N".repeat(200) },
      });
      assert.equal(saved.status(), 201);
    }
    const runs = [await visit.run(id), await visit.run(id)];
    const page = await visit.tab();
    const fits = async (what: string) => {
      const { width } = page.viewportSize()!;
      await eventually(
        () => stickingOut(page),
        (found) => assert.deepEqual(found, [], `${what} at ${width} px`),
      );
    };
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const visible = (text: string | RegExp) =>
        page.getByRole("button", { name: text }).filter({ visible: true }).first();
      await page.goto("/strategies");
      await page.locator("tbody tr").first().waitFor();
      await fits("list");
      await page.locator("tbody tr").first().getByRole("button", { name: /^Actions for/ }).first()
        .click();
      await fits("list-menu");
      await page.getByRole("menuitem", { name: "Archive" }).or(visible("Archive")).first().click();
      await page.locator('[data-part="toast"]').first().waitFor();
      await fits("list-toast");
      await page.locator('[data-part="toast"]').getByRole("button", { name: "Undo" }).first()
        .click();
      await page.locator("tbody tr").first().waitFor();

      await page.goto(`/strategies/${id}`);
      if (size.width < 821) {
        await page.locator('[data-part="rules"]').waitFor();
        await fits("list of rules");
        await page.getByRole("button", { name: "Canvas", exact: true }).click();
      }
      await page.locator(".react-flow__node").first().waitFor();
      await fits("editor");
      await page.locator(".react-flow__node[data-id=out]").click();
      if (size.width < 821) await visible(/^Set /).click();
      await page.getByLabel("Name of this block").filter({ visible: true }).waitFor();
      await fits("inspector");
      const sheet = page.getByRole("complementary", { name: "Settings" });
      if (size.width < 821) await sheet.getByRole("button", { name: "Close" }).click();
      else await page.keyboard.press("Escape");
      if (size.width < 821) await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "History" }).click();
      await page.locator('[data-part="version"]').first().waitFor();
      await fits("history");
      await visible("Compare version 2 with version 1").click();
      await page.getByRole("complementary", { name: "Compare versions" }).waitFor({
        state: "attached",
      });
      await fits("versions");

      await page.goto(`/strategies/${id}/runs`);
      await page.locator(`a[href="/runs/${runs[0]}"]`).filter({ visible: true }).first().waitFor();
      await fits("runs");
      await page.goto(`/runs/${runs[0]}`);
      await page.locator("h1").waitFor();
      await fits("run");
      await page.goto(`/strategies/${id}/compare?runs=${runs.join(",")}`);
      await page.locator("h1").waitFor();
      await fits("compare");
    }
  });
}
