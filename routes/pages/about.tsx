/** Pages to read. */
import { HowBacktestsWork } from "../../features/learn/how/HowBacktestsWork.tsx";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

export const aboutPages: readonly Page[] = [{
  method: "GET",
  path: "/how-backtests-work",
  title: "How backtests work",
  description:
    "The rules of a backtest in plain words: fills, stops, costs, missing candles, limits.",
  render: (c) => renderPage(c, <HowBacktestsWork />),
}];
