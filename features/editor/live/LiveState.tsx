/** What stands in the way of a live result, in a sentence, with what can be done about it. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import type { LiveSession } from "../../../studio/live/live_session.ts";
import styles from "./LiveState.module.css.ts";

export interface LiveObstacle {
  readonly words: string;
  /** `busy` passes by itself, `quiet` is the strategy's own, `bad` is a failure. */
  readonly tone: "busy" | "quiet" | "bad";
  readonly canRetry: boolean;
  /** The days that were set have no candles here, and others do. */
  readonly canTakeLatest?: boolean;
}

/** The first thing that stands in the way of a current answer; `null` when nothing does. */
export function liveObstacle(live: LiveSession, store: EditorStore): LiveObstacle | null {
  const candles = live.candles.value;
  const hasAnswer = live.answer.value !== null;
  const quiet = (words: string) => ({ words, tone: "quiet", canRetry: false }) as const;
  if (live.broken.value !== null) return { words: live.broken.value, tone: "bad", canRetry: false };
  if (candles.kind === "failed") {
    const canTakeLatest = typeof live.settings.value.period === "object" &&
      live.market.value.span !== null;
    return { words: candles.message, tone: "bad", canRetry: true, canTakeLatest };
  }
  if (candles.kind !== "ready") {
    return { words: "Loading candles …", tone: "busy", canRetry: false };
  }
  if (store.shown.value.blocks.length === 0) {
    return quiet("Add blocks to see the result here.");
  }
  if (!live.subject.ready.value) {
    return quiet(
      hasAnswer
        ? "Fix the problem above to update the result. This is the last one."
        : "Fix the problem above to see the result.",
    );
  }
  return live.refusal.value === null ? null : quiet(live.refusal.value);
}

/** Says it; there also when there is nothing to say, so that screen readers hear what comes. */
export function LiveState({ obstacle }: { readonly obstacle: LiveObstacle | null }) {
  const { live } = useEditor();
  return (
    <>
      <span
        class={styles.state}
        role="status"
        data-tone={obstacle?.tone === "bad" ? "bad" : undefined}
      >
        {obstacle?.words}
      </span>
      {obstacle?.canRetry && <Button size="compact" onClick={() => live.retry()}>Try again</Button>}
      {obstacle?.canTakeLatest && (
        <Button
          size="compact"
          onClick={() => {
            live.settings.value = { ...live.settings.peek(), period: "1y" };
          }}
        >
          Show the latest year
        </Button>
      )}
    </>
  );
}
