/** What the costs do to the answer, in sentences. */
import { number, percent } from "../format.ts";
import { type CostAnswer, type CostLevel, MOST_PER_SIDE } from "./inquiry/cost_answer.ts";

/** A cost of one side: `0.15 %`, with as many digits as it takes. */
export function costText(perSide: number): string {
  const percentage = perSide * 100;
  const digits = percentage !== 0 && percentage < 0.1 ? 3 : 2;
  return `${number(percentage, digits).replace(/(\.\d\d)0$/, "$1")}\u00a0%`;
}

/** One sentence about the gain, and one about holding where something can be said. */
export function costWords(answer: CostAnswer): readonly string[] {
  return [gainWords(answer), ...holdWords(answer)];
}

function gainWords({ gain, current, levels }: CostAnswer): string {
  const free = levels.find(({ perSide }) => perSide === 0);
  if (gain.kind === "never") {
    return "Even without any costs there is no gain in this period: costs are not what it lacks.";
  }
  if (gain.kind === "beyond") {
    return `Even at ${costText(MOST_PER_SIDE)} a side some of the gain would be left.`;
  }
  const limit = costText(gain.perSide);
  return gain.perSide > current
    ? `The gain is gone at ${limit} a side. This run had ${costText(current)}.`
    : `Costs eat the gain: without them it would be ${
      percent(free?.totalReturn)
    }, and it is gone at ${limit} a side. This run had ${costText(current)}.`;
}

function holdWords({ aheadOfHold }: CostAnswer): readonly string[] {
  switch (aheadOfHold?.kind) {
    case undefined:
      return [];
    case "never":
      return ["It makes less than holding even without costs."];
    case "beyond":
      return ["It makes more than holding at any of these costs."];
    case "at":
      return [`It makes more than holding below ${costText(aheadOfHold.perSide)} a side.`];
  }
}

/** Whether a level is the run's own. */
export function isOwnLevel({ current }: CostAnswer, { perSide }: CostLevel): boolean {
  return perSide === current;
}
