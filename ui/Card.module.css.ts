/** Written by `deno task styles` from `Card.module.css`. */
export default {
  card: "Card_card",
  pad: "Card_pad",
  head: "Card_head",
  title: "Card_title",
  count: "Card_count",
} as const;
