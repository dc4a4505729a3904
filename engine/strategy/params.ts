/** Parameters with their defaults filled in, and what is out of range. */
import type {
  BlockDefinition,
  Params,
  ParamSpec,
  ParamValue,
} from "../blocks/definition/definition.ts";
import { plain } from "../blocks/definition/parts.ts";
import { type DocumentBlock, type Fault, fault } from "./document.ts";

/** A block's parameters, defaults included. Total: every parameter of the definition has a value. */
export function resolveParams(
  definition: BlockDefinition,
  given: Readonly<Record<string, ParamValue>>,
): Params {
  const params: Record<string, ParamValue> = {};
  for (const spec of definition.params) {
    params[spec.name] = given[spec.name] ?? (spec.defaultFor?.(params) ?? spec.default);
  }
  return params;
}

/** A parameter as it is among these others: with the bounds, unit and presets that depend on them. */
export function paramSpecFor(spec: ParamSpec, params: Params): ParamSpec {
  return spec.rangeFor ? { ...spec, ...spec.rangeFor(params) } : spec;
}

/** Everything that is out of range in a block's parameters; parameters without effect are not looked at. */
export function checkParams(
  definition: BlockDefinition,
  block: DocumentBlock,
  connected: ReadonlySet<string>,
  nameOf: (blockId: string) => string = () => definition.name,
): Fault[] {
  const params = resolveParams(definition, block.params);
  const faults: Fault[] = [];
  for (const spec of definition.params) {
    if (spec.when && !spec.when(params, connected)) continue;
    const message = problemOf(spec, params[spec.name]!);
    if (message !== null) {
      faults.push(fault("param_out_of_range", `${nameOf(block.id)}: ${message}`, {
        block_id: block.id,
        param: spec.name,
      }));
    }
  }
  if (faults.length > 0) return faults;
  const broken = definition.check?.(params);
  if (broken) {
    faults.push(
      fault("param_out_of_range", broken.message, { block_id: block.id, param: broken.param }),
    );
  }
  return faults;
}

/** What is wrong with one parameter's value, in words; `null` when nothing is. */
export function problemOf(spec: ParamSpec, value: ParamValue): string | null {
  if (spec.kind === "choice") {
    if (spec.options?.some((option) => option.value === value)) return null;
    return `${spec.label} must be one of ${
      spec.options?.map((option) => option.value).join(", ")
    }.`;
  }
  if (spec.kind === "days") {
    const days = value as readonly number[];
    const sound = days.length > 0 && new Set(days).size === days.length &&
      days.every((day) => day >= 0 && day <= 6 && day === Math.floor(day));
    return sound
      ? null
      : `${spec.label} needs at least one day, each once, from 0 (Sunday) to 6 (Saturday).`;
  }
  const number = value as number;
  if (spec.kind === "integer" && number !== Math.floor(number)) {
    return `${spec.label} must be a whole number, not ${plain(number)}.`;
  }
  const { min = -Infinity, max = Infinity } = spec;
  if (number >= min && number <= max) return null;
  return `${spec.label} must be from ${plain(min)} to ${plain(max)}, not ${plain(number)}.`;
}
