/** Pages to read. */
import { Hono } from "hono";
import { HowBacktestsWork } from "../../features/learn/how/HowBacktestsWork.tsx";
import type { AppEnv } from "../http/app_env.ts";
import { renderPage } from "./render.tsx";

export const aboutPages = new Hono<AppEnv>({ strict: false });

aboutPages.get("/how-backtests-work", (c) =>
  renderPage(c, <HowBacktestsWork />, {
    title: "How backtests work – Blockbuilders",
    description:
      "The rules of a backtest in plain words: fills, stops, costs, missing candles, limits.",
  }));
