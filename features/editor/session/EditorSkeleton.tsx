/** The editor's shape while it loads. Safe to render on the server: nothing here knows of React Flow. */
import type { Market } from "../../../contracts/markets.ts";
import type { AutoUpdate, TrackRecordSummary } from "../../../contracts/schedules.ts";
import type { Version } from "../../../contracts/strategies.ts";
import type { StrategyContext } from "../../../contracts/strategy_context.ts";

/** Properties of the editor's island: plain JSON, as the page hands them over. */
export interface EditorProps {
  readonly strategy: {
    readonly id: string;
    readonly name: string;
    readonly asset: string;
    readonly timeframe: string;
  };
  /** What it is tested with. */
  readonly context: StrategyContext;
  readonly latestVersion: Version | null;
  readonly user: {
    readonly id: string;
    readonly email?: string;
    readonly timezone?: string | null;
    readonly default_fee_percent?: number | null;
    readonly default_slippage_percent?: number | null;
  };
  readonly markets: readonly Market[];
  /** Its daily updates; absent where nothing is kept on a server. */
  readonly schedule?: EditorSchedule;
}

/** What the page knows of the strategy's daily updates. */
export interface EditorSchedule {
  readonly auto_update: AutoUpdate;
  readonly forward_record: TrackRecordSummary | null;
  /** When the daily runs begin, `00:10`, UTC. */
  readonly begins: string;
}

export function EditorSkeleton({ name }: { name: string }) {
  return (
    <div class="ed-root" aria-busy="true">
      <div class="ed-topbar">
        <div class="ed-title">
          <span class="ed-name ed-name-still">{name}</span>
        </div>
      </div>
      <div class="ed-main">
        <div class="ed-palette" />
        <div class="ed-stage">
          <div class="ed-canvas" />
          <div class="ed-status" />
          <div class="live-dock" />
        </div>
        <div class="ed-inspector" />
      </div>
    </div>
  );
}
