import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import {
  act,
  fireEvent,
  render,
  screen,
  visibleText,
  waitFor,
} from "../../../tests/support/dom.ts";
import { DEFAULT_SETTINGS, sliceCandles, TEMPLATES } from "../../../engine/mod.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import type { LabReply } from "../../../studio/robustness/lab_protocol.ts";
import type { LabLink } from "../../../studio/robustness/lab_session.ts";
import { LabThread } from "../../../studio/robustness/lab_thread.ts";
import { metricText } from "../../../text/metric_text.ts";
import { settingText } from "../../../text/robustness/number_tables.ts";
import { learnPath, ROBUSTNESS_NAMES, TEST_WORDS } from "../../../text/robustness/test_words.ts";
import type { Material } from "../inquiry/use_inquiry.ts";
import { LabAnswers } from "./LabAnswers.tsx";
import { openLab, trustSentence } from "./open_lab.ts";
import { RobustnessCard } from "./RobustnessCard.tsx";

const walk = randomWalk({ bars: 1_200, seed: 8 });
const templateOf = (id: string) => TEMPLATES.find((template) => template.id === id)!.document;

function openThread(onReply: (reply: LabReply) => void): LabLink {
  const thread = new LabThread((reply) => void act(() => onReply(structuredClone(reply))));
  return { send: (request) => void thread.answer(request), close: () => thread.stop() };
}
const sources = { threads: 2, openThread, openInPage: openThread };

function open(
  id: string,
  { bars = walk.length, trials = null }: {
    bars?: number;
    trials?: { trials: number; variance: number } | null;
  } = {},
) {
  const material = signal<Material>({ kind: "waiting" });
  const run = { run_id: "r", trials };
  const kept: string[] = [];
  const lab = openLab(run, material, sources, undefined, (runId) => kept.push(runId));
  render(
    <>
      <RobustnessCard run={run} lab={lab} />
      <LabAnswers lab={lab} />
    </>,
  );
  const row = (name: string) => document.querySelector<HTMLElement>(`[data-test="${name}"]`)!;
  return {
    lab,
    kept,
    row,
    text: (name: string) => visibleText(row(name)).replaceAll("\u00a0", " "),
    answers: () =>
      ROBUSTNESS_NAMES.map((name) =>
        row(name).querySelector<HTMLElement>("[data-answer]")!.dataset.answer
      ),
    async run() {
      act(() => {
        material.value = {
          kind: "ready",
          material: {
            candles: sliceCandles(walk, 0, bars),
            document: templateOf(id),
            settings: DEFAULT_SETTINGS,
          },
        };
      });
      await waitFor(() => assert.ok(lab.session.end.value), { timeout: 60_000 });
    },
    fail() {
      act(() => {
        material.value = { kind: "none", why: "other_candles" };
      });
    },
  };
}

Deno.test("RobustnessCard: all questions stand in their order before anything is known", () => {
  const { answers, lab } = open("ema_trend");
  const questions = screen.getAllByRole("button").map((button) => visibleText(button).trim());
  assert.deepEqual(questions, ROBUSTNESS_NAMES.map((name) => TEST_WORDS[name].question));
  assert.ok(answers().every((answer) => answer === "waiting"));
  lab.close();
});

Deno.test("RobustnessCard: each row gets its answer in a sign and a word, its sentence and its picture", async () => {
  const { run, answers, text, row, kept } = open("ema_trend", {
    trials: { trials: 12, variance: 0.001 },
  });
  assert.deepEqual(kept, []);
  await run();
  assert.deepEqual(kept, ["r"], "the server is asked for its own once all is there");
  assert.ok(!answers().includes("waiting"));
  assert.match(text("costs"), /^(✓held|~doubtful|✕failed)\s?What if trading costs more\?/);
  assert.match(text("costs"), /At twice the fee and slippage it makes [+−]/);
  assert.match(text("order"), /^iinformation/);
  assert.match(text("markets"), /^\?cannot tell.*Only this market was tested\./);
  for (const name of ROBUSTNESS_NAMES.filter((name) => name !== "markets")) {
    const picture = row(name).querySelector("svg[role=img]");
    assert.ok((picture?.getAttribute("aria-label") ?? "").length > 20, name);
  }
  assert.match(text("skill"), /After 12 variations, a Sharpe ratio of \d/);
});

Deno.test("RobustnessCard: a row opens to its method, its limits and its figures", async () => {
  const { run, row, text, lab } = open("ema_trend");
  await run();
  for (const name of ROBUSTNESS_NAMES) {
    const button = row(name).querySelector("button")!;
    assert.equal(button.getAttribute("aria-expanded"), "false");
    const panel = document.getElementById(button.getAttribute("aria-controls")!)!;
    assert.ok(panel.hidden);
    fireEvent.click(button);
    assert.equal(button.getAttribute("aria-expanded"), "true");
    assert.ok(!panel.hidden);
    const { method, limits } = TEST_WORDS[name];
    assert.ok(text(name).includes(method) && text(name).includes(limits), name);
    assert.ok(panel.querySelector(`a[href="${learnPath(name)}"]`), name);
    const tables = panel.querySelectorAll("table").length;
    const now = lab.session.rows[name].value;
    assert.ok(now.state === "done");
    assert.equal(tables > 0, now.tested.out !== null, name);
  }
  assert.ok(row("parameters").querySelectorAll('[data-own="true"]').length > 0);
  const parts = [...row("walk_forward").querySelectorAll<HTMLElement>("[data-part]")]
    .map(({ dataset }) => dataset.part);
  assert.equal(parts.filter((part) => part === "in-sample").length, 5);
  assert.equal(parts.filter((part) => part === "out-of-sample").length, 5);
  const walked = lab.session.rows.walk_forward.value;
  assert.ok(walked.state === "done" && walked.tested.name === "walk_forward");
  const bars = [...row("walk_forward").querySelectorAll('[data-part="fold"]')].map(visibleText);
  const { folds } = walked.tested.out!;
  assert.equal(bars.length, folds.length);
  folds.forEach(({ params, test_return }, k) => {
    for (const value of Object.values(params)) assert.ok(bars[k]!.includes(settingText(value)));
    const made = metricText("total_return", test_return).replaceAll("\u00a0", " ");
    assert.ok(bars[k]!.endsWith(made), `${bars[k]}`);
  });
});

Deno.test("RobustnessCard: a run that cannot tell anything says so in every row, with the reason", async () => {
  const none = open("golden_cross", { bars: 60 });
  await none.run();
  assert.ok(none.answers().every((answer) => answer === "cannot_tell"), none.answers().join());
  for (const name of ROBUSTNESS_NAMES) {
    assert.match(none.text(name), /It never bought/);
    assert.equal(none.row(name).querySelector("svg[role=img]"), null);
  }
});

for (
  const [id, bars] of [["buy_and_hold", 1_200], ["buy_and_hold", 10], ["rsi_rebound", 10]] as const
) {
  Deno.test(`RobustnessCard: ${id} over ${bars} candles: no row stays without an answer`, async () => {
    const { run, answers, text, lab } = open(id, { bars });
    await run();
    assert.ok(!answers().includes("waiting"));
    assert.match(text("luck"), /^\?cannot tell/);
    const end = lab.session.end.value!;
    assert.equal(end.kind, "judged");
    assert.match(trustSentence(lab) ?? "", /^(?:Cannot tell|No gain): /);
    for (const name of ROBUSTNESS_NAMES) assert.doesNotMatch(text(name), /NaN|undefined|–/);
  });
}

Deno.test("RobustnessCard: when the candles have changed, it says why nothing is tested", () => {
  const { fail, answers, lab } = open("ema_trend");
  fail();
  assert.match(visibleText(document.body), /The stored candles have changed since/);
  assert.ok(answers().every((answer) => answer === "cannot_tell"));
  assert.match(trustSentence(lab) ?? "", /^Cannot tell: the stored candles have changed/);
});

Deno.test("LabAnswers: the lines of the tests are there at once, and get their answers", async () => {
  const lines = () =>
    [...document.querySelectorAll('[data-part="lab-answers"] li')].map((li) => visibleText(li));
  const { run, lab } = open("ema_trend");
  assert.equal(lines().length, ROBUSTNESS_NAMES.length - 1);
  assert.ok(lines().every((line) => /^[A-Z][a-z -]+: testing…$/.test(line)), lines().join());
  await run();
  const end = lab.session.end.value!;
  assert.ok(end.kind === "judged");
  const said = lines().map((line) => line.split(": ")[1]);
  assert.deepEqual(said, Object.values(end.answers).map((answer) => answer!.replace("_", " ")));
});
