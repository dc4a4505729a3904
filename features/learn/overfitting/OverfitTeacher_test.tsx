import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { fireEvent, render, screen, visibleText, waitFor } from "../../../tests/support/dom.ts";
import { bestOfFirst, withoutDrawing } from "../../../studio/made_up/best_try.ts";
import { luckUnits, tuneWalk } from "../../../studio/made_up/tuned_walk.ts";
import { metricText } from "../../../text/metric_text.ts";
import { OverfitTeacher } from "./OverfitTeacher.tsx";
import { curvesView, HEIGHT, triesView, walksView, WIDTH } from "./teacher_view.ts";

const walks = [1, 2, 3].map(tuneWalk);
const walk = walks[1]!;
const units = luckUnits();
const props = { walk, walks: walks.map(withoutDrawing), luckUnits: units, tries: 37 };

const cells = () => [...document.querySelectorAll("td")].map(visibleText).filter(Boolean);
const says = () => visibleText(screen.getByRole("status"));

/** What the table has to say of the best of the first so many tries. */
function expected(of: typeof walk, tries: number): string[] {
  const { tuned, unseen } = of.best[bestOfFirst(of, tries)]!;
  return [
    metricText("total_return", tuned.totalReturn),
    metricText("total_return", unseen.totalReturn),
    metricText("sharpe", tuned.sharpe),
    metricText("sharpe", unseen.sharpe),
    `${tuned.trades}`,
    `${unseen.trades}`,
    metricText("sharpe", of.spread * units[tries - 1]!),
    metricText("sharpe", 0),
  ];
}
const written = (texts: readonly string[]) => texts.map((text) => text.replace(/\s/g, " "));

Deno.test("overfit teacher: figures and words are those of the best of so many tries", () => {
  render(<OverfitTeacher {...props} />);
  assert.deepEqual(written(cells()), written(expected(walk, 37)));
  assert.equal(
    says(),
    `Walk 2, best of 37 tries: ${walk.rules[bestOfFirst(walk, 37)]}`,
  );
  const slider = screen.getByRole("slider", { name: /Tries/ });
  for (const tries of [1, 100]) {
    fireEvent.input(slider, { target: { value: `${tries}` } });
    assert.deepEqual(written(cells()), written(expected(walk, tries)));
  }
  assert.match(says(), /^Walk 2, best of 100 tries:/);
});

Deno.test("overfit teacher: another walk is the one that the server would draw, and is counted", async () => {
  render(<OverfitTeacher {...props} />);
  const averages = () => visibleText(document.querySelector('[data-part="averages"]')!);
  assert.match(averages(), /^On 3 walks the best of 37 tries/);
  fireEvent.submit(document.querySelector("form")!);
  await waitFor(() => assert.match(says(), /^Walk 4, best of 37 tries:/));
  assert.deepEqual(written(cells()), written(expected(tuneWalk(4), 37)));
  assert.match(averages(), /^On 4 walks/);
  assert.equal(document.querySelectorAll("g[data-walk]").length, 4);
});

Deno.test("overfit teacher: without scripts its button asks the server for the next walk", () => {
  const html = renderToString(<OverfitTeacher {...props} />);
  assert.match(html, /<form[^>]*action="\/learn\/overfitting"[^>]*method="get"/);
  assert.match(html, /<input[^>]*name="tries"/);
  assert.match(html, /<button[^>]*name="walk"[^>]*value="4"/);
});

Deno.test("overfit teacher: every drawing lies within its frame, and its scale stays while the tries change", () => {
  const heights = (path: string) =>
    [...path.matchAll(/[ML]([\d.]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  for (const tries of [1, 5, 37, 100]) {
    const curves = curvesView(walk, tries);
    for (const path of [curves.price, curves.tuned, curves.unseen]) {
      for (const [x, y] of heights(path)) {
        assert.ok(x! >= 0 && x! <= WIDTH && y! >= 0 && y! <= HEIGHT, path);
      }
    }
    assert.equal(curves.startY, curvesView(walk, 1).startY);
    // One part goes on where the other ends.
    assert.deepEqual(heights(curves.unseen)[0], heights(curves.tuned).at(-1));
    const view = triesView(walk, walks, units, tries);
    assert.equal(view.zeroY, triesView(walk, walks, units, 1).zeroY);
    const dots = walksView(walks, tries, { tuned: 1, unseen: 0 });
    for (const { x, tunedY, unseenY } of dots.walks) {
      for (const y of [tunedY, unseenY, view.markY]) assert.ok(y >= 0 && y <= HEIGHT);
      assert.ok(x > 0 && x < WIDTH);
    }
  }
});
