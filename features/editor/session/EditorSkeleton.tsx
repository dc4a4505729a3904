/** The editor's shape while it loads. Safe to render on the server: nothing here knows of React Flow. */
import type { Market } from "../../../contracts/markets.ts";
import type { AutoUpdate, TrackRecordSummary } from "../../../contracts/schedules.ts";
import type { Version } from "../../../contracts/strategies.ts";
import type { StrategyContext } from "../../../contracts/strategy_context.ts";
import type { FrameShape } from "../../../studio/frame/frame_cookie.ts";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import dockStyles from "../styles/dock.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import sidePanelsStyles from "../styles/side_panels.module.css.ts";
import sideStyles from "../styles/side.module.css.ts";
import statusStyles from "../styles/status.module.css.ts";
import styles from "./EditorSkeleton.module.css.ts";

/** Properties of the editor's island: plain JSON, as the page hands them over. */
export interface EditorProps {
  readonly strategy: {
    readonly id: string;
    readonly name: string;
    readonly asset: string;
    readonly timeframe: string;
    readonly import?: string | null | undefined;
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

/** @param frame how the panels and the result were left */
export function EditorSkeleton({ name, frame }: { name: string; frame: FrameShape }) {
  const { palette, dock } = frame;
  // Nothing is selected yet: the inspector is open only where it stays open.
  const inspector = frame.inspector ?? 0;
  const width = (pixels: number | null) => pixels ? { "--panel-width": `${pixels}px` } : undefined;
  return (
    <div class={frameStyles.root} aria-busy="true">
      <div class={frameStyles.topbar}>
        <div class={frameStyles.title}>
          <span class={cx(frameStyles.name, styles.nameStill)}>{name}</span>
        </div>
        <div class={styles.chips} data-part="context">
          {[148, 172, 150].map((width) => (
            <span key={width} class={styles.chip} style={{ width: `${width}px` }} />
          ))}
        </div>
      </div>
      <div class={frameStyles.main}>
        <div
          class={sideStyles.side}
          data-panel="palette"
          data-folded={palette === 0}
          style={width(palette)}
        >
          <div class={sidePanelsStyles.palette} data-part="palette" />
        </div>
        <div class={frameStyles.stage}>
          <div class={blocksStyles.canvas} data-part="canvas" />
          <div class={statusStyles.status} />
          <div
            class={dockStyles.dock}
            data-open={dock !== 0}
            style={dock ? { height: `${dock}px` } : undefined}
          />
        </div>
        <div
          class={sideStyles.side}
          data-panel="inspector"
          data-folded={inspector === 0}
          style={width(inspector)}
        />
      </div>
      <div class={styles.phonebar} />
    </div>
  );
}
