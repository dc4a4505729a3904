/** Written by `deno task styles` from `Landing.module.css`. */
export default {
  landing: "landing-Landing_landing",
  hero: "landing-Landing_hero",
  heroActions: "landing-Landing_heroActions",
  how: "landing-Landing_how",
  howMark: "landing-Landing_howMark",
  howNumber: "landing-Landing_howNumber",
  closing: "landing-Landing_closing",
} as const;
