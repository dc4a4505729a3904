import assert from "node:assert/strict";
import {
  admit,
  type BreakerReason,
  type BreakerState,
  CLOSED,
  giveUpTrial,
  record,
} from "./breaker.ts";

const AWAY: BreakerReason = { code: "vendor_refused", what: "It says no.", retryable: false };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const T0 = Date.UTC(2026, 0, 1);

const ok = (state: BreakerState, nowMs: number, latencyMs = 100) =>
  record(state, { failure: null, latencyMs }, nowMs);
const fail = (state: BreakerState, nowMs: number, latencyMs = 100) =>
  record(state, { failure: AWAY, latencyMs }, nowMs);
/** A state after three failures at a moment. */
const opened = (nowMs: number) => fail(fail(fail(CLOSED, nowMs), nowMs), nowMs);

Deno.test("breaker: three failures in a row open it, two with an answer between them do not", () => {
  assert.equal(fail(fail(CLOSED, T0), T0).phase, "closed");
  assert.equal(opened(T0).phase, "open");
  assert.deepEqual(opened(T0).reason, AWAY);
  let state = CLOSED;
  for (let i = 0; i < 2; i++) state = ok(fail(fail(state, T0), T0), T0);
  assert.equal(state.phase, "closed");
});

Deno.test("breaker: five answers in a row over 60 s open it; one that is fast begins anew", () => {
  const slow = (state: BreakerState, count: number, latencyMs = 60_001) => {
    for (let i = 0; i < count; i++) state = ok(state, T0, latencyMs);
    return state;
  };
  assert.equal(slow(CLOSED, 4).phase, "closed");
  assert.equal(slow(CLOSED, 5).phase, "open");
  assert.equal(slow(CLOSED, 9, 60_000).phase, "closed");
  assert.equal(slow(ok(slow(CLOSED, 4), T0), 4).phase, "closed");
  assert.match(slow(CLOSED, 5).reason?.what ?? "", /over a minute/);
});

Deno.test("breaker: more than 5 % errors within two minutes open it, from 20 calls on", () => {
  /** Calls a second apart, with a failure where `failing` says so. */
  const calls = (count: number, failing: (i: number) => boolean, stepMs = SECOND) => {
    let state = CLOSED;
    for (let i = 0; i < count; i++) {
      state = failing(i) ? fail(state, T0 + i * stepMs) : ok(state, T0 + i * stepMs);
      if (state.phase === "open") return { state, calls: i + 1 };
    }
    return { state, calls: count };
  };
  assert.deepEqual(calls(19, (i) => i % 2 === 0).state.phase, "closed", "too few to tell");
  assert.equal(calls(20, (i) => i === 3).state.phase, "closed", "5 % are not more than 5 %");
  assert.deepEqual(calls(60, (i) => i === 3 || i === 5).calls, 20);
  // The same two failures a while apart: the first has left the window.
  assert.equal(calls(200, (i) => i === 3 || i === 40, 5 * SECOND).state.phase, "closed");
});

Deno.test("breaker: it is tried after 30 s, 60 s and so on, ten minutes at the most", () => {
  let state = opened(T0);
  let nowMs = T0;
  const pauses: number[] = [];
  for (let i = 0; i < 7; i++) {
    const pauseMs = state.untilMs - nowMs;
    pauses.push(pauseMs / SECOND);
    assert.equal(admit(state, nowMs + pauseMs - 1).admission, "refused");
    nowMs += pauseMs;
    const trial = admit(state, nowMs);
    assert.equal(trial.admission, "trial");
    state = fail(trial.state, nowMs);
    assert.equal(state.phase, "open");
  }
  assert.deepEqual(pauses, [30, 60, 120, 240, 480, 600, 600]);
  assert.equal(state.sinceMs, T0, "it has been away since the first failure");
});

Deno.test("breaker: one trial at a time is let through, and an answer closes it", () => {
  const due = T0 + 30 * SECOND;
  const first = admit(opened(T0), due);
  assert.equal(first.admission, "trial");
  assert.equal(admit(first.state, due + 1).admission, "refused");
  const closed = ok(first.state, due + 2);
  assert.deepEqual([closed.phase, closed.trips, closed.sinceMs], ["closed", 0, due + 2]);
  assert.equal(admit(closed, due + 3).admission, "call");
  // After it has been closed the pauses begin anew.
  const again = fail(fail(fail(closed, due + 4), due + 4), due + 4);
  assert.equal(again.untilMs - (due + 4), 30 * SECOND);
});

Deno.test("breaker: a trial that is given up, or whose process died, makes room for another one", () => {
  const due = T0 + 30 * SECOND;
  const trial = admit(opened(T0), due).state;
  assert.equal(admit(giveUpTrial(trial, due + 5), due + 5).admission, "trial");
  assert.equal(admit(trial, due + 2 * MINUTE).admission, "refused");
  assert.equal(admit(trial, due + 3 * MINUTE).admission, "trial");
});

Deno.test("breaker: calls from before it was opened change nothing", () => {
  const state = opened(T0);
  assert.deepEqual(fail(state, T0 + SECOND), state);
  assert.equal(ok(state, T0 + SECOND).phase, "open");
});

Deno.test("breaker: a vendor that asks for a longer pause gets it, up to ten minutes", () => {
  const busy = { failure: AWAY, latencyMs: 1, retryAfterMs: 5 * MINUTE };
  const state = record(fail(fail(CLOSED, T0), T0), busy, T0);
  assert.equal(state.untilMs - T0, 5 * MINUTE);
  const long = record(fail(fail(CLOSED, T0), T0), { ...busy, retryAfterMs: 1e9 }, T0);
  assert.equal(long.untilMs - T0, 10 * MINUTE);
});

Deno.test("breaker: a clock that goes back keeps no vendor aside", () => {
  assert.equal(admit(opened(T0), T0 - 30 * SECOND).admission, "refused", "clocks differ a little");
  assert.equal(admit(opened(T0), T0 - 86_400_000).admission, "trial");
});
