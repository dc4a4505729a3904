import toneStyles from "./tone.module.css.ts";

/** The class of a figure that is a gain or a loss; a sign says it as well. */
export function toneClass(tone: "gain" | "loss" | undefined): string | undefined {
  return tone && { gain: toneStyles.gain, loss: toneStyles.loss }[tone];
}
