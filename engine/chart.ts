/** What a chart draws of a strategy: a door of its own, which only a chart opens. */
export { type StrategyChart, strategyChart } from "./result/chart.ts";
export type { PlotPane } from "./result/plots.ts";
