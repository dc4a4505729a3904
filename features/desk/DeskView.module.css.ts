/** Written by `deno task styles` from `DeskView.module.css`. */
export default {
  desk: "desk-DeskView_desk",
  bar: "desk-DeskView_bar",
  cards: "desk-DeskView_cards",
} as const;
