/** "143 variations tried", with what that means for the best of them. */
import type { ReadonlySignal } from "@preact/signals";
import type { Trials } from "../../../contracts/trials.ts";
import type { LiveSession } from "../../../studio/live/live_session.ts";
import { luckOfTrials } from "../../../studio/live/trial_words.ts";
import { counted } from "../../../text/format.ts";
import { Tip } from "../../../ui/Tip.tsx";
import styles from "./TrialsGauge.module.css.ts";

/** A component that reads these; it draws nothing while there was nothing but one variation. */
export function trialsGauge(
  trials: ReadonlySignal<Trials | null>,
  { answer }: Pick<LiveSession, "answer">,
) {
  return function TrialsGauge() {
    const known = trials.value;
    if (!known || known.trials < 2) return null;
    const luck = luckOfTrials(known, answer.value?.metrics.sharpe ?? null);
    return (
      <span class={styles.gauge} data-part="trials">
        <Tip
          end
          text={
            <>
              How many variations of this strategy you have looked at; a copy continues the count.
              The more you try, the better the best one looks by luck alone. {luck}
            </>
          }
        >
          {counted(known.trials, "variation")} tried
        </Tip>
      </span>
    );
  };
}
