/** The first page. */
import { Hono } from "hono";
import { GUEST_TEMPLATES } from "../../components/editor/guest/guest_market.ts";
import { Landing } from "../../components/landing/Landing.tsx";
import type { AppEnv } from "../app_env.ts";
import { guestProps } from "./guest_props.ts";
import { playResult } from "./landing_demo.ts";
import { renderPage } from "./render.tsx";

export const landingPages = new Hono<AppEnv>({ strict: false });

landingPages.get("/", async (c) => {
  const asked = c.req.query("template");
  const template = GUEST_TEMPLATES.find(({ id }) => id === asked) ?? GUEST_TEMPLATES[0]!;
  return renderPage(
    c,
    <Landing
      guest={{ ...(await guestProps(c)), template: template.id }}
      still={{
        templates: GUEST_TEMPLATES,
        template,
        result: await playResult(c.get("services"), template),
      }}
    />,
    {
      title: "Blockbuilders – test a trading idea without writing code",
      description:
        "Build a crypto trading strategy from blocks, backtest it on past candles and understand the answer. No code.",
    },
  );
});
