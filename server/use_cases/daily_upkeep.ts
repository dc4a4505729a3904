/** What each process that runs jobs does once a day. One part that fails keeps none of the others. */
import { describeError, type Logger } from "../logging/log.ts";
import type { Costs } from "../usage/service.ts";
import type { LeftOvers, SweptLeftOvers } from "./left_overs.ts";

export interface DailyUpkeepParts {
  readonly costs: Pick<Costs, "reduce" | "watch">;
  readonly leftOvers: Pick<LeftOvers, "sweep">;
  readonly log: Logger;
}

export class DailyUpkeep {
  constructor(private readonly parts: DailyUpkeepParts) {}

  /** @throws what removing left-overs throws */
  async sweep(): Promise<SweptLeftOvers> {
    const { costs, leftOvers, log } = this.parts;
    await costs.reduce().catch((error) =>
      log.warn("old daily results could not be reduced now", { error: describeError(error) })
    );
    await costs.watch().catch((error) =>
      log.warn("the costs could not be looked at now", { error: describeError(error) })
    );
    return await leftOvers.sweep();
  }
}
