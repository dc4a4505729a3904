/** Every broker there is. */
import type { FollowRow } from "../../db/desk_schema.ts";
import type { Broker } from "./broker.ts";
import { ibkrPaper } from "./ibkr_paper.ts";
import { simulated } from "./simulated.ts";

export const BROKERS: Readonly<Record<FollowRow["broker"], Broker>> = {
  simulated,
  ibkr_paper: ibkrPaper,
};
