/** Written by `deno task styles` from `SayHero.module.css`. */
export default {
  say: "landing-SayHero_say",
} as const;
