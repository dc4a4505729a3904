import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../mod.ts";
import { ROBUSTNESS_TESTS, robustnessHistory, type RobustnessTestName } from "../robustness.ts";
import { compileStrategy } from "../strategy/compile.ts";
import { documentOf } from "../testing/document.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { numbersOf, variationsOf, withNumbers } from "./numbers.ts";
import { partOfRobustness } from "./part.ts";
import { robustnessToJson, runRobustness } from "./run_robustness.ts";
import { TEMPLATES } from "../strategy/templates/mod.ts";

const walk = randomWalk({ bars: 1_200, seed: 6 });
const document = documentOf(
  { rsi: ["rsi", { period: 5 }], low: ["crossover", { value: 40 }], buy: ["entry_signal"] },
  "rsi.value → low.a, low.signal → buy.signal",
);

Deno.test("robustness: a part of the whole is the report of the part, whichever it is", async () => {
  const report = async (tests?: RobustnessTestName[]) =>
    robustnessToJson(
      await runRobustness({
        candles: walk,
        document: { ...document, blocks: [...document.blocks, ...STOP] },
        settings: DEFAULT_SETTINGS,
        ...(tests ? { tests } : {}),
      }),
    );
  const whole = JSON.parse(JSON.stringify(await report()));
  const parts: RobustnessTestName[][] = [
    ...ROBUSTNESS_TESTS.filter(({ name }) => name !== "noise").map(({ name }) =>
      [name] as RobustnessTestName[]
    ),
    ["skill", "luck", "timing"],
  ];
  for (const tests of parts) {
    const part = partOfRobustness(whole, tests);
    assert.equal(JSON.stringify(part), JSON.stringify(await report(tests)), tests.join());
  }
});
const STOP = [{ id: "stop", type: "stop_loss", params: { value: 3 } }];

Deno.test("robustness: no varied run wants more history than is told", () => {
  const shares = [-0.45, -0.3, -0.25, -0.15, -0.1, 0.1, 0.15, 0.25, 0.3, 0.45];
  let wanted = 0;
  for (const { id, document } of TEMPLATES) {
    const compiled = compileStrategy(document);
    if (!compiled.ok) continue;
    const most = robustnessHistory(compiled.plan);
    const numbers = numbersOf(document);
    // All of them as high as they go at once.
    const changes = new Map<string, Record<string, number>>();
    for (const number of numbers) {
      const highest = Math.max(number.value, ...variationsOf(number, shares));
      changes.set(number.blockId, {
        ...changes.get(number.blockId),
        [number.spec.name]: highest,
      });
    }
    const varied = compileStrategy(withNumbers(document, changes));
    if (!varied.ok) continue;
    wanted = Math.max(wanted, varied.plan.historyBars);
    assert.ok(varied.plan.historyBars <= most, `${id}: ${varied.plan.historyBars} of ${most}`);
  }
  assert.ok(wanted > 100, "the templates were not varied");
});
