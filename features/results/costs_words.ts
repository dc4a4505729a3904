/** What the costs do to the answer, in sentences. */
import { number } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { type CostAnswer, type CostLevel, MOST_PER_SIDE } from "./inquiry/cost_answer.ts";

/** A cost of one side: `0.15 %`, with as many digits as it takes. */
export function costText(perSide: number): string {
  const percentage = perSide * 100;
  const digits = percentage !== 0 && percentage < 0.1 ? 3 : 2;
  return `${number(percentage, digits).replace(/(\.\d\d)0$/, "$1")}\u00a0%`;
}

/** One sentence about the gain, and one about buy & hold where something can be said. */
export function costWords(answer: CostAnswer): readonly string[] {
  return [gainWords(answer), ...holdWords(answer)];
}

function gainWords({ gain, current, levels }: CostAnswer): string {
  const free = levels.find(({ perSide }) => perSide === 0);
  if (gain.kind === "never") {
    return "Even with no costs there is no gain in this period: lower costs would not save it.";
  }
  if (gain.kind === "beyond") {
    return `Even at ${costText(MOST_PER_SIDE)} per trade side, some of the gain would be left.`;
  }
  const limit = costText(gain.perSide);
  return gain.perSide > current
    ? `The gain is gone at ${limit} per trade side. This run had ${costText(current)}.`
    : `Costs use up the gain: without them it would be ${
      metricText("total_return", free?.totalReturn)
    }, and it is gone at ${limit} per trade side. This run had ${costText(current)}.`;
}

function holdWords({ aheadOfHold }: CostAnswer): readonly string[] {
  switch (aheadOfHold?.kind) {
    case undefined:
      return [];
    case "never":
      return ["It makes less than buy & hold even with no costs."];
    case "beyond":
      return ["It makes more than buy & hold at any of these costs."];
    case "at":
      return [
        `It makes more than buy & hold below ${costText(aheadOfHold.perSide)} per trade side.`,
      ];
  }
}

/** Whether a level is the run's own. */
export function isOwnLevel({ current }: CostAnswer, { perSide }: CostLevel): boolean {
  return perSide === current;
}
