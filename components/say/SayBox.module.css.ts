/** Written by `deno task styles` from `SayBox.module.css`. */
export default {
  say: "SayBox_say",
  label: "SayBox_label",
  row: "SayBox_row",
  frame: "SayBox_frame",
  input: "SayBox_input",
  mirror: "SayBox_mirror",
  wrong: "SayBox_wrong",
  offers: "SayBox_offers",
  offer: "SayBox_offer",
} as const;
