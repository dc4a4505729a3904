import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, TEMPLATES } from "../../engine/mod.ts";
import {
  ROBUSTNESS_TESTS,
  type RobustnessTestName,
  runRobustness,
} from "../../engine/robustness.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { ROBUSTNESS_NAMES } from "../../text/robustness/test_words.ts";
import type { LabMaterial, LabReply, LabRequest, TestedReply } from "./lab_protocol.ts";
import { type LabEnd, type LabLink, LabSession, type LabSources } from "./lab_session.ts";
import { LabThread } from "./lab_thread.ts";

const material: LabMaterial = {
  candles: randomWalk({ bars: 1_500, seed: 4 }),
  document: TEMPLATES.find(({ id }) => id === "ema_trend")!.document,
  settings: DEFAULT_SETTINGS,
  trials: { count: 40, variance: 0.002 },
};

/** Threads that answer when they are told to. */
class Threads implements LabSources {
  readonly asked: RobustnessTestName[] = [];
  readonly links: {
    requests: LabRequest[];
    isClosed: boolean;
    reply: (reply: LabReply) => void;
    fail: () => void;
  }[] = [];
  inPage = 0;

  constructor(readonly threads: number, private readonly hasThreads = true) {}

  readonly openThread = (onReply: (reply: LabReply) => void, onFailure: () => void): LabLink => {
    if (!this.hasThreads) throw new Error("no workers");
    return this.#open(onReply, onFailure);
  };

  readonly openInPage = (onReply: (reply: LabReply) => void, onFailure: () => void): LabLink => {
    this.inPage++;
    return this.#open(onReply, onFailure);
  };

  #open(reply: (reply: LabReply) => void, fail: () => void): LabLink {
    const link = { requests: [] as LabRequest[], isClosed: false, reply, fail };
    this.links.push(link);
    return {
      send: (request) => {
        link.requests.push(request);
        if (request.kind === "test") this.asked.push(request.name);
      },
      close: () => {
        link.isClosed = true;
      },
    };
  }

  /** What a thread is doing. */
  doing(link: number): RobustnessTestName {
    const last = this.links[link]!.requests.at(-1);
    assert.ok(last?.kind === "test");
    return last.name;
  }
}

const empty = (name: RobustnessTestName) =>
  ({
    kind: "tested",
    name,
    out: null,
    reason: "too_few_trades",
    answer: name === "order" ? null : "cannot_tell",
    run: { runHash: "", totalReturn: 0.1, maxDrawdown: 0, closedTrades: 0, trades: 1 },
    picture: { histogram: null, fan: null, curves: null, luckSharpe: null, numbers: {} },
  }) as TestedReply;

Deno.test("lab session: the list of tests is that of the engine", () => {
  assert.deepEqual(ROBUSTNESS_NAMES, ROBUSTNESS_TESTS.map(({ name }) => name));
});

Deno.test("lab session: the next test goes to whoever is free; each test once", () => {
  const threads = new Threads(2);
  const session = new LabSession(threads);
  assert.deepEqual(threads.links.map(({ requests }) => requests.length), [0, 0], "nothing yet");
  session.start(material);
  assert.deepEqual(threads.asked, ["order", "luck"]);
  for (let k = 0; k < 12; k++) {
    // The second thread is busy with its first test all the while.
    const link = k < 11 ? 0 : 1;
    threads.links[link]!.reply(empty(threads.doing(link)));
  }
  assert.deepEqual([...threads.asked].sort(), [...ROBUSTNESS_NAMES].sort());
  assert.ok(session.end.value?.kind === "judged");
  assert.equal(session.end.value.judgement.verdict, "cannot_tell");
  assert.ok(threads.links.every(({ isClosed }) => isClosed), "threads end with the last test");
});

Deno.test("lab session: rows come one by one, and the end with the last", () => {
  const threads = new Threads(1);
  const session = new LabSession(threads);
  session.start(material);
  threads.links[0]!.reply(empty("order"));
  assert.equal(session.rows.order.value.state, "done");
  assert.equal(session.rows.luck.value.state, "waiting");
  assert.equal(session.end.value, null);
  threads.links[0]!.reply({ kind: "failed", name: "luck" });
  assert.equal(session.rows.luck.value.state, "failed");
  for (let k = 2; k < 12; k++) threads.links[0]!.reply(empty(threads.doing(0)));
  assert.deepEqual(session.end.value, { kind: "incomplete" });
});

Deno.test("lab session: leaving stops the threads, and later answers are not heard", () => {
  const threads = new Threads(2);
  const session = new LabSession(threads);
  session.start(material);
  session.close();
  assert.ok(threads.links.every(({ isClosed }) => isClosed));
  threads.links[0]!.reply(empty("order"));
  assert.equal(session.rows.order.value.state, "waiting");
  session.start(material);
  assert.equal(threads.asked.length, 2);
});

Deno.test("lab session: without threads the page does the work", () => {
  const threads = new Threads(4, false);
  const session = new LabSession(threads);
  session.start(material);
  assert.equal(threads.inPage, 1);
  for (let k = 0; k < 12; k++) threads.links[0]!.reply(empty(threads.doing(0)));
  assert.equal(session.end.value?.kind, "judged");
});

Deno.test("lab session: threads that cannot be loaded are replaced by the page, before and after the start", () => {
  for (const isStarted of [false, true]) {
    const threads = new Threads(2);
    const session = new LabSession(threads);
    if (isStarted) session.start(material);
    threads.links[0]!.fail();
    threads.links[1]!.fail();
    if (!isStarted) session.start(material);
    assert.equal(threads.inPage, 1);
    for (let k = 0; k < 12; k++) threads.links[2]!.reply(empty(threads.doing(2)));
    assert.equal(session.end.value?.kind, "judged", String(isStarted));
  }
});

Deno.test("lab session: a test whose thread breaks is tried once more, then told to be impossible", () => {
  const threads = new Threads(2);
  const session = new LabSession(threads);
  session.start(material);
  threads.links[0]!.fail();
  threads.links[1]!.reply(empty("luck"));
  assert.equal(threads.doing(1), "order", "once more");
  threads.links[1]!.fail();
  assert.equal(session.rows.order.value.state, "failed");
  assert.equal(threads.inPage, 1);
  for (let k = 2; k < 12; k++) threads.links[2]!.reply(empty(threads.doing(2)));
  assert.deepEqual(session.end.value, { kind: "incomplete" });
});

Deno.test("lab session: what cannot be tested says so in every row", () => {
  const session = new LabSession(new Threads(1));
  session.giveUp();
  for (const name of ROBUSTNESS_NAMES) assert.equal(session.rows[name].value.state, "failed");
  assert.deepEqual(session.end.value, { kind: "incomplete" });
});

Deno.test("lab session: over threads, every figure and the verdict are those of a run in one piece", async () => {
  const open = (onReply: (reply: LabReply) => void): LabLink => {
    const thread = new LabThread((reply) => onReply(structuredClone(reply)));
    return { send: (request) => void thread.answer(request), close: () => thread.stop() };
  };
  const session = new LabSession({ threads: 3, openThread: open, openInPage: open });
  session.start(material);
  const end = await new Promise<NonNullable<typeof session.end.value>>((resolve) =>
    session.end.subscribe((value) => value && resolve(value))
  );
  const whole = await runRobustness(material);
  assert.ok(end.kind === "judged");
  assert.deepEqual(end.answers, whole.answers);
  assert.deepEqual(Object.keys(end.answers), Object.keys(whole.answers));
  assert.deepEqual(end.judgement, { verdict: whole.verdict, decided_by: whole.decided_by });
  assert.equal(end.run.runHash, whole.run_hash);
  for (const name of ROBUSTNESS_NAMES) {
    const row = session.rows[name].value;
    assert.ok(row.state === "done", name);
    assert.deepEqual(row.tested.out, whole.outcomes[name], name);
  }
  const { skill, walk_forward, timing } = session.rows;
  assert.ok(skill.value.state === "done" && skill.value.tested.picture.luckSharpe! > 0);
  assert.ok(walk_forward.value.state === "done");
  const curves = walk_forward.value.tested.picture.curves!;
  assert.equal(curves.length, 5);
  assert.ok(curves.every(({ train, test }) => train.length <= 120 && test.length <= 120));
  assert.ok(timing.value.state === "done");
  const { counts } = timing.value.tested.picture.histogram!;
  assert.equal(counts.reduce((sum, count) => sum + count), 500);
  assert.equal(timing.value.tested.picture.fan, null);
  const { luck } = session.rows;
  assert.ok(luck.value.state === "done" && luck.value.tested.name === "luck");
  const last = luck.value.tested.picture.fan!.at(-1)!;
  assert.deepEqual(last.paths, luck.value.tested.out!.total_return);
  assert.equal(last.trades, luck.value.tested.run.closedTrades);
});

Deno.test("lab session: other markets come after the rest, and are tried where they are known", async () => {
  const open = (onReply: (reply: LabReply) => void): LabLink => {
    const thread = new LabThread((reply) => onReply(structuredClone(reply)));
    return { send: (request) => void thread.answer(request), close: () => thread.stop() };
  };
  const session = new LabSession({ threads: 2, openThread: open, openInPage: open });
  const others = [5, 6].map((seed) => ({
    asset: `X${seed}/USDT`,
    timeframe: "1h",
    candles: randomWalk({ bars: 1_500, seed }),
  }));
  const arrival = Promise.withResolvers<typeof others>();
  session.start(material, arrival.promise);
  const othersDone = () =>
    ROBUSTNESS_NAMES.filter((name) => session.rows[name].value.state !== "waiting").length;
  while (othersDone() < 11) await new Promise((resolve) => setTimeout(resolve, 20));
  const stateOf = (name: RobustnessTestName): string => session.rows[name].value.state;
  assert.equal(stateOf("markets"), "waiting");
  assert.equal(session.end.value, null);
  arrival.resolve(others);
  const end = await new Promise<LabEnd>((resolve) =>
    session.end.subscribe((value) => value && resolve(value))
  );
  const whole = await runRobustness({ ...material, others });
  assert.ok(end.kind === "judged");
  assert.deepEqual(end.answers, whole.answers);
  const row = session.rows.markets.value;
  assert.ok(row.state === "done");
  assert.equal(whole.outcomes.markets?.length, 2);
  assert.deepEqual(row.tested.out, whole.outcomes.markets);
});

Deno.test("lab session: without other markets the test says so, and leaving while they come ends it", async () => {
  const loads = [() => Promise.resolve([]), () => Promise.reject(new Error("no connection"))];
  for (const load of loads) {
    const threads = new Threads(1);
    const session = new LabSession(threads);
    session.start(material, load());
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (let k = 0; k < 12; k++) threads.links[0]!.reply(empty(threads.doing(0)));
    assert.equal(session.end.value?.kind, "judged");
    const sent = threads.links[0]!.requests.find(({ kind }) => kind === "others");
    assert.deepEqual(sent, { kind: "others", others: [] });
  }
  const arrival = Promise.withResolvers<[]>();
  const threads = new Threads(1);
  const session = new LabSession(threads);
  session.start(material, arrival.promise);
  session.close();
  arrival.resolve([]);
  await arrival.promise;
  assert.equal(threads.links[0]!.requests.some(({ kind }) => kind === "others"), false);
});
