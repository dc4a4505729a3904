/** Pages that explain. */
import { click, type PageState } from "./page_state.ts";

export const READING_STATES: readonly PageState[] = [
  {
    name: "how backtests work",
    route: "/how-backtests-work",
    as: "visitor",
    path: () => "/how-backtests-work",
    ready: "h1",
  },
  { name: "learn", route: "/learn", as: "visitor", path: () => "/learn", ready: "h1" },
  {
    name: "learn, first steps and an answer",
    route: "/learn",
    as: "trader",
    path: () => "/learn",
    ready: 'section[aria-label="First steps"] ol',
    act: click('section[aria-labelledby="questions"] summary', '[data-part="answer"]'),
  },
  {
    name: "templates explained",
    route: "/learn/templates",
    as: "visitor",
    path: () => "/learn/templates",
    ready: "article",
  },
  {
    name: "glossary",
    route: "/learn/glossary",
    as: "visitor",
    path: () => "/learn/glossary#slippage",
    ready: '[data-part="glossary"]',
  },
];
