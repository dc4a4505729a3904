/** The first page. */
import { Hono } from "hono";
import { Landing } from "../../components/landing/Landing.tsx";
import type { AppEnv } from "../app_env.ts";
import { demoPictures, demoResult } from "./landing_demo.ts";
import { renderPage } from "./render.tsx";

export const landingPages = new Hono<AppEnv>({ strict: false });

landingPages.get("/", async (c) => {
  const demo = await demoResult(c.get("services"));
  return renderPage(
    c,
    <Landing signedIn={c.get("user") !== null} demo={demo} {...demoPictures()} />,
    {
      title: "Blockbuilders – test a trading idea without writing code",
      description:
        "Build a crypto trading strategy from blocks, backtest it on past candles and understand the answer. No code.",
    },
  );
});
