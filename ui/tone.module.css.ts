/** Written by `deno task styles` from `tone.module.css`. */
export default {
  gain: "tone_gain",
  loss: "tone_loss",
} as const;
