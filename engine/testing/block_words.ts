/** What a block says of itself, for tests. */
import type { BlockDefinition, ParamValue, Phrase } from "../blocks/definition/definition.ts";
import { resolveParams } from "../strategy/params.ts";

/** The line on a block's card. */
export function subtitleOf(
  definition: BlockDefinition,
  given: Readonly<Record<string, ParamValue>> = {},
): string {
  return definition.subtitle(resolveParams(definition, given));
}

/** A block's piece of plain English; `wired` is what its inputs are fed by, in words. */
export function phraseOf(
  definition: BlockDefinition,
  given: Readonly<Record<string, ParamValue>> = {},
  wired: Readonly<Record<string, string>> = {},
  output: string = definition.outputs[0]?.name ?? "",
): string {
  const input = (name: string) => wired[name] === undefined ? null : [wired[name]];
  return textOf(definition.phrase({
    params: resolveParams(definition, given),
    input,
    inputs: () => definition.inputs.map(({ name }) => input(name)).filter((said) => said !== null),
    output,
  }));
}

function textOf(phrases: readonly Phrase[]): string {
  return phrases.map((phrase) => typeof phrase === "string" ? phrase : textOf(phrase.parts))
    .join("");
}
