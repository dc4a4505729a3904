/** What following a strategy candle by candle needs: a door of its own, which only the desk opens. */
export { blockedByNothing, type DeskRun, runDesk } from "./desk/desk_run.ts";
export {
  type DeskAction,
  type DeskPosition,
  type DeskSignal,
  type DeskStep,
  type OrderRole,
  type OrderType,
  stepOf,
} from "./desk/desk_step.ts";
