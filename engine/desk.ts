/** What following a strategy candle by candle needs: a door of its own, which only the desk opens. */
export { type DeskRun, runDesk } from "./desk/desk_run.ts";
export { flipPrices } from "./desk/flip_prices.ts";
export { type DeskAction, type DeskPosition, type DeskStep, stepOf } from "./desk/desk_step.ts";
