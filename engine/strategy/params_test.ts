/** Defaults, bounds, and the words for what is out of them. */
import assert from "node:assert/strict";
import type { ParamSpec, ParamValue } from "../blocks/definition/definition.ts";
import { blockDefinition } from "../blocks/mod.ts";
import { checkParams, paramSpecFor, problemOf, resolveParams } from "./params.ts";

const integer: ParamSpec = {
  name: "n",
  label: "Bars",
  kind: "integer",
  default: 5,
  min: 1,
  max: 1_000,
  help: "",
};
const number: ParamSpec = { ...integer, kind: "number", min: 0.5 };
const { min: _min, max: _max, ...unbounded } = number;
const choice: ParamSpec = {
  name: "c",
  label: "Side",
  kind: "choice",
  default: "a",
  options: [{ value: "a", label: "A" }, { value: "b", label: "B" }],
  help: "",
};
const days: ParamSpec = { name: "d", label: "Days", kind: "days", default: [1], help: "" };
const DAYS = "Days needs at least one day, each once, from 0 (Sunday) to 6 (Saturday).";

const PROBLEMS: readonly (readonly [spec: ParamSpec, value: ParamValue, problem: string | null])[] =
  [
    [integer, 1, null],
    [integer, 1_000, null],
    [integer, 0, "Bars must be from 1 to 1,000, not 0."],
    [integer, 1_001, "Bars must be from 1 to 1,000, not 1,001."],
    [integer, 1.5, "Bars must be a whole number, not 1.5."],
    [number, 0.5, null],
    [number, 1.5, null],
    [number, 0.25, "Bars must be from 0.5 to 1,000, not 0.25."],
    [unbounded, -1e300, null],
    [unbounded, 1e300, null],
    [choice, "a", null],
    [choice, "b", null],
    [choice, "c", "Side must be one of a, b."],
    [days, [0], null],
    [days, [6, 0, 3], null],
    [days, [], DAYS],
    [days, [1, 1], DAYS],
    [days, [-1], DAYS],
    [days, [7], DAYS],
    [days, [1.5], DAYS],
  ];

for (const [spec, value, problem] of PROBLEMS) {
  Deno.test(`params: ${spec.kind} ${JSON.stringify(value)} ${problem ?? "is sound"}`, () => {
    assert.equal(problemOf(spec, value), problem);
  });
}

Deno.test("params: what is left out has its default, which may follow from what is given", () => {
  const sma = blockDefinition("sma")!;
  assert.deepEqual(resolveParams(sma, { period: 7 }), { ...resolveParams(sma, {}), period: 7 });
  const stop = blockDefinition("stop_loss")!;
  const byMode = ["percent", "atr"].map((mode) => resolveParams(stop, { mode }).value);
  assert.notEqual(byMode[0], byMode[1]);
});

Deno.test("params: bounds may depend on another parameter", () => {
  const { params } = blockDefinition("stop_loss")!;
  const spec = params.find(({ name }) => name === "value")!;
  const [percent, atr] = ["percent", "atr"].map((mode) => paramSpecFor(spec, { mode }));
  assert.notDeepEqual(percent?.presets, atr?.presets);
  assert.equal(percent?.name, "value");
  const period = params.find(({ name }) => name === "period")!;
  assert.equal(paramSpecFor(period, { mode: "atr" }), period);
});

Deno.test("params: parameters without effect are not looked at, and ranges come before agreement", () => {
  const stop = blockDefinition("stop_loss")!;
  const faultsOf = (type: string, given: Record<string, ParamValue>, nameOf?: () => string) =>
    checkParams(blockDefinition(type)!, { id: "x", type, params: given }, new Set(), nameOf)
      .map(({ block_id, param, message }) => [block_id, param, message]);
  assert.equal(stop.params.find(({ name }) => name === "period")?.min, 2);
  assert.deepEqual(faultsOf("stop_loss", { mode: "percent", period: 0 }), []);
  assert.deepEqual(faultsOf("stop_loss", { mode: "atr", period: 0 }).map(([, param]) => param), [
    "period",
  ]);
  assert.match(String(faultsOf("sma", { period: 0 })), /^x,period,SMA: Period must be from /);
  assert.match(String(faultsOf("sma", { period: 0 }, () => "SMA 2")), /,SMA 2: Period/);
  const disagreeing = faultsOf("macd", { fast: 30, slow: 20 });
  assert.equal(disagreeing.length, 1);
  const outOfRange = faultsOf("macd", { fast: 0, slow: -1 });
  assert.deepEqual(outOfRange.map(([, param]) => param), ["fast", "slow"]);
});
