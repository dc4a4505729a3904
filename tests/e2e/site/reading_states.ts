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
  { name: "plans", route: "/plans", as: "visitor", path: () => "/plans", ready: "table" },
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
    name: "all tests of a result",
    route: "/learn/trust",
    as: "visitor",
    path: () => "/learn/trust",
    ready: "tr[data-test=skill]",
  },
  {
    name: "a test of a result, with histograms",
    route: "/learn/trust/:test",
    as: "visitor",
    path: () => "/learn/trust/timing",
    ready: "figure[data-run=luck] svg",
  },
  {
    name: "a test of a result, with every number by itself",
    route: "/learn/trust/:test",
    as: "visitor",
    path: () => "/learn/trust/parameters",
    ready: "figure[data-run=luck] dl",
  },
  {
    name: "a test of a result, with its curves",
    route: "/learn/trust/:test",
    as: "visitor",
    path: () => "/learn/trust/walk-forward",
    ready: "figure[data-run=luck] [data-part=out-of-sample]",
  },
  {
    name: "overfitting, tried out",
    route: "/learn/overfitting",
    as: "visitor",
    path: () => "/learn/overfitting",
    ready: "[data-walk] svg",
  },
  {
    name: "overfitting, another walk",
    route: "/learn/overfitting",
    as: "visitor",
    path: () => "/learn/overfitting?walk=8&tries=100",
    ready: "[data-walk] svg",
    act: click('role=button[name="Another walk"]', '[data-island] > [data-walk="25"]'),
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
