/** Written by `deno task styles` from `FollowCard.module.css`. */
export default {
  card: "desk-FollowCard_card",
  head: "desk-FollowCard_head",
  title: "desk-FollowCard_title",
  sub: "desk-FollowCard_sub",
  state: "desk-FollowCard_state",
  flip: "desk-FollowCard_flip",
  facts: "desk-FollowCard_facts",
  fact: "desk-FollowCard_fact",
} as const;
