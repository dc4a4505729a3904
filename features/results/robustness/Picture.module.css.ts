/** Written by `deno task styles` from `Picture.module.css`. */
export default {
  picture: "results-Picture_picture",
  large: "results-Picture_large",
  gain: "results-Picture_gain",
  loss: "results-Picture_loss",
  neutral: "results-Picture_neutral",
  filled: "results-Picture_filled",
  pale: "results-Picture_pale",
  train: "results-Picture_train",
  zero: "results-Picture_zero",
  mark: "results-Picture_mark",
  ends: "results-Picture_ends",
} as const;
