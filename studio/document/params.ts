/** Reading and changing a block's parameters by its definition: what a form shows and what a change means. */
import {
  type BlockDefinition,
  type ParamSpec,
  paramSpecFor,
  type PortScale,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { numberProblem, type NumberRule } from "../../contracts/typed_number.ts";
import { type Block, connectedInputs, editBlock, type ParamValue, wireInto } from "./document.ts";
import { type Catalog, portChoice } from "./connection_rules.ts";

/** One line of the inspector's form. */
export interface ParamField {
  /** With the bounds and the unit that the block's other parameters give it. */
  readonly spec: ParamSpec;
  /** What the engine uses: the block's own value, else the default. `undefined` when there is neither. */
  readonly value: ParamValue | undefined;
  readonly defaultValue: ParamValue | undefined;
  /** True when the block carries a value of its own that is not the default. */
  readonly changed: boolean;
  /** Values in common use, ascending; none for what is no number. */
  readonly presets: readonly number[];
  /** Where the values lie that this number is held against, when that is known. */
  readonly scale: PortScale | null;
}

/** The default of a parameter, given the block's other parameters. */
export function defaultOf(spec: ParamSpec, params: Block["params"]): ParamValue | undefined {
  const value = spec.defaultFor ? spec.defaultFor(params) : spec.default;
  return value as ParamValue | undefined;
}

/** The value that counts for a parameter: the block's own, else the default. */
export function effective(spec: ParamSpec, params: Block["params"]): ParamValue | undefined {
  return (params[spec.name] as ParamValue | undefined) ?? defaultOf(spec, params);
}

/** All parameters of a block with their defaults filled in. */
export function effectiveParams(
  definition: BlockDefinition,
  params: Block["params"],
): Record<string, ParamValue> {
  const filled: Record<string, ParamValue> = {};
  for (const spec of definition.params) {
    const value = effective(spec, { ...filled, ...params });
    if (value !== undefined) filled[spec.name] = value;
  }
  return filled;
}

/** The fields the inspector shows for a block: those whose `when` holds. */
export function visibleFields(
  document: StrategyDocument,
  catalog: Catalog,
  definition: BlockDefinition,
  block: Block,
): ParamField[] {
  const params = effectiveParams(definition, block.params);
  const connected = connectedInputs(document, block.id);
  return definition.params
    .filter((spec) => !spec.when || spec.when(params, connected))
    .map((fixed) => {
      const spec = paramSpecFor(fixed, params);
      const scale = scaleOf(document, catalog, block, spec);
      const own = block.params[spec.name] as ParamValue | undefined;
      const defaultValue = defaultOf(spec, params);
      return {
        spec,
        value: own ?? defaultValue,
        defaultValue,
        changed: own !== undefined && !sameValue(own, defaultValue),
        presets: scale?.levels ?? spec.presets ?? [],
        scale,
      };
    });
}

/** The scale of what is wired to the input that a number is held against. */
function scaleOf(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
  { comparedWith }: ParamSpec,
): PortScale | null {
  if (comparedWith === undefined) return null;
  const wire = wireInto(document, { block: block.id, port: comparedWith });
  return (wire && portChoice(document, catalog, wire.from, "outputs")?.port.scale) ?? null;
}

/**
 * Sets one parameter; `undefined` puts it back to its default. Parameters whose default depends on this one (a stop of
 * 3 % becomes 2 ATR, not 3 ATR) go back to their default when it moves.
 */
export function setParam(
  document: StrategyDocument,
  definition: BlockDefinition,
  blockId: string,
  name: string,
  value: ParamValue | undefined,
): StrategyDocument {
  return editBlock(document, blockId, (block) => {
    const before = effectiveParams(definition, block.params);
    const params: Record<string, ParamValue> = { ...block.params };
    if (value === undefined) delete params[name];
    else params[name] = value;
    const after = effectiveParams(definition, params);
    for (const spec of definition.params) {
      if (!spec.defaultFor || spec.name === name) continue;
      if (!sameValue(defaultOf(spec, before), defaultOf(spec, after))) delete params[spec.name];
    }
    return sameParams(block.params, params) ? block : { ...block, params };
  });
}

/** What the field of a number takes. */
export function numberRule({ kind, min, max, unit }: ParamSpec): NumberRule {
  return { min, max, unit, whole: kind === "integer" };
}

/** What is wrong with a value for a parameter, in one sentence; `null` when nothing is. */
export function valueProblem(spec: ParamSpec, value: unknown): string | null {
  return spec.kind === "integer" || spec.kind === "number"
    ? numberProblem(value, numberRule(spec))
    : null;
}

/**
 * The stretch a slider covers: the range itself when it is narrow, a useful part of it when it is wide or open. A period of
 * 14 out of 2 … 1,000 gets 2 … 100; a level of 30 without bounds gets 0 … 60, beside an RSI the whole of 0 … 100.
 */
export function sliderRange(
  spec: ParamSpec,
  value: number,
  defaultValue: number | undefined,
  scale: PortScale | null = null,
): { min: number; max: number; step: number } | null {
  const widest = Math.max(0, ...(scale?.levels ?? []).map(Math.abs));
  if (scale && widest > 0) {
    const min = Math.min(value, scale.min ?? -2 * widest);
    const max = Math.max(value, scale.max ?? 2 * widest);
    return { min, max, step: spec.step ?? niceStep((max - min) / 100) };
  }
  const anchor = Math.max(Math.abs(value), Math.abs(defaultValue ?? 0));
  const reach = niceCeil(anchor === 0 ? 10 : anchor * 2);
  let min = spec.min ?? (value < 0 || anchor === 0 ? -reach : 0);
  let max = spec.max ?? reach;
  if (spec.min !== undefined && max - min > anchor * 12) {
    max = Math.min(max, niceCeil(Math.max(anchor * 5, spec.kind === "integer" ? 20 : 2)));
  } else if (spec.min === undefined && max - min > reach * 2) {
    min = Math.max(min, -reach);
    max = Math.min(max, reach);
  }
  const step = spec.step ?? (spec.kind === "integer" ? 1 : niceStep((max - min) / 200));
  // Sliders count their steps from their start: from 0.01 they would never stand on 3.
  min = Math.min(tidyNumber(Math.ceil(min / step) * step), value);
  max = Math.max(max, value);
  return max > min ? { min, max, step } : null;
}

/** Takes the dust off a sum of decimals: 0.1 + 0.2 is 0.3. */
export function tidyNumber(value: number): number {
  return Number(value.toPrecision(12));
}

/** Whether two parameter values are the same; lists compare item by item. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => item === b[i]);
  }
  return a === b;
}

function sameParams(a: Block["params"], b: Block["params"]): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameValue(a[key], b[key]));
}

function niceCeil(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) {
    if (factor * power >= value - 1e-9) return factor * power;
  }
  return value;
}

function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return value / power >= 5 ? 5 * power : value / power >= 2 ? 2 * power : power;
}
