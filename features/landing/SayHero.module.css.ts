/** Written by `deno task styles` from `SayHero.module.css`. */
export default {
  say: "landing-SayHero_say",
  examples: "landing-SayHero_examples",
} as const;
