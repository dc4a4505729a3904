/** Written by `deno task styles` from `Picture.module.css`. */
export default {
  picture: "Picture_picture",
  large: "Picture_large",
  gain: "Picture_gain",
  loss: "Picture_loss",
  neutral: "Picture_neutral",
  filled: "Picture_filled",
  pale: "Picture_pale",
  train: "Picture_train",
  outer: "Picture_outer",
  inner: "Picture_inner",
  own: "Picture_own",
  zero: "Picture_zero",
  mark: "Picture_mark",
  ends: "Picture_ends",
} as const;
