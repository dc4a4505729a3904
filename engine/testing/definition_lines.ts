/** What a block's definition declares, in lines that a table of a test can hold. */
import {
  type BlockDefinition,
  type ParamSpec,
  type ParamValue,
  type PortPlot,
  SOURCES,
} from "../blocks/definition/definition.ts";

/**
 * One line a parameter, an input, an output and a choice that changes what the others may be, and one for the bars it needs:
 * with its defaults, and with every whole number raised, each by another amount, so that no two can be mistaken.
 */
export function definitionLines(definition: BlockDefinition): string[] {
  const { params, inputs, outputs } = definition;
  return [
    ...params.map((spec) => paramLine(spec)),
    ...inputs.map(({ name, kind, required }) => `in ${name} ${kind}${required ? "" : " optional"}`),
    ...outputs.map(({ name, kind, scale, plot }) =>
      `out ${name} ${kind}` +
      (scale ? ` ${scale.min ?? ""}..${scale.max ?? ""} [${scale.levels.join(" ")}]` : "") +
      plotWords(plot)
    ),
    ...choiceLines(definition),
    barsLine("bars", definition, defaultsOf(params)),
    barsLine("raised", definition, raised(params)),
  ];
}

/** "line with source", "histogram in a pane", "band to lower on price" */
function plotWords(plot: PortPlot | undefined): string {
  if (!plot) return "";
  const { on, shape } = plot;
  const place = typeof on === "function"
    ? "as set"
    : typeof on === "object"
    ? `with ${on.input}`
    : on === "pane"
    ? "in a pane"
    : `on ${on}`;
  return ` ${shape}${plot.with === undefined ? "" : ` to ${plot.with}`} ${place}`;
}

function paramLine(spec: ParamSpec): string {
  const { name, kind, min, max, step, unit, presets, options } = spec;
  const words = [name, kind, String(spec.default)];
  if (min !== undefined || max !== undefined) words.push(`${min ?? ""}..${max ?? ""}`);
  if (step !== undefined) words.push(`step ${step}`);
  if (unit !== undefined) words.push(unit);
  if (presets) words.push(`[${presets.join(" ")}]`);
  if (options && kind === "choice") words.push(optionWords(options.map(({ value }) => value)));
  return words.join(" ");
}

function optionWords(values: readonly string[]): string {
  return values.join() === SOURCES.join() ? "source" : values.join("|");
}

/** What is read, and what numbers may be, under each option of a choice. */
function choiceLines({ params, inputs, lookback, history }: BlockDefinition): string[] {
  const dependent = [...params, ...inputs].some((one) =>
    one.when || "rangeFor" in one || "defaultFor" in one
  );
  if (!dependent) return [];
  const nothing = new Set<string>();
  return params.flatMap(({ name, kind, options }) =>
    kind !== "choice" || name === "source" ? [] : (options ?? []).map(({ value }) => {
      const chosen = { ...raised(params), [name]: value };
      const read = [
        ...params.filter(({ when }) => when?.(chosen, nothing) ?? true).map((spec) => {
          const { rangeFor, defaultFor } = spec;
          if (!rangeFor && !defaultFor) return spec.name;
          return `(${
            paramLine({
              ...spec,
              ...rangeFor?.(chosen),
              default: defaultFor?.(chosen) ?? spec.default,
            })
          })`;
        }),
        ...inputs.filter(({ when }) => when?.(chosen) ?? true).map((port) => port.name),
      ];
      return `${value}: ${read.join(", ")}; ${lookback(chosen)} ${history?.(chosen) ?? ""}`.trim();
    })
  );
}

function barsLine(
  title: string,
  { lookback, history, outputs }: BlockDefinition,
  params: Readonly<Record<string, ParamValue>>,
): string {
  const each = outputs.length > 1 ? outputs.map(({ name }) => lookback(params, name)) : [];
  return `${title} ${lookback(params)}${each.length > 0 ? ` (${each.join(" ")})` : ""}` +
    (history ? ` history ${history(params)}` : "");
}

function defaultsOf(params: readonly ParamSpec[]): Record<string, ParamValue> {
  return Object.fromEntries(params.map((spec) => [spec.name, spec.default]));
}

function raised(params: readonly ParamSpec[]): Record<string, ParamValue> {
  return Object.fromEntries(params.map((spec, k) => [
    spec.name,
    spec.kind === "integer" ? Number(spec.default) + 3 + 4 * k : spec.default,
  ]));
}
