import type { Run } from "../../../contracts/backtests.ts";
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { venueName } from "../../../text/assets.ts";
import { TRIED_AGAIN, WAITING_WORDS } from "../../../text/waiting_words.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { cx } from "../../../ui/cx.ts";
import cardStyles from "../../../ui/Card.module.css.ts";
import styles from "./RunProgress.module.css.ts";

const STEPS = [
  { id: "pending", label: "Pending" },
  { id: "running", label: "Running" },
  { id: "completed", label: "Completed" },
] as const;

/** After this long a person deserves to know why. */
const LONG_MS = 6_000;

/** Where a run is on its way. */
export function RunProgress({ run }: { run: Run }) {
  const long = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      long.value = true;
    }, LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  const at = STEPS.findIndex(({ id }) => id === run.status);
  return (
    <section class={cx(cardStyles.card, styles.card)}>
      <ol class={styles.steps} aria-label="Progress of the backtest">
        {STEPS.map(({ id, label }, index) => (
          <li
            key={id}
            data-state={index < at ? "done" : index === at ? "now" : "next"}
            aria-current={index === at ? "step" : undefined}
          >
            <span class={styles.stepMark}>
              {index < at ? <Icon name="check" size={12} /> : null}
            </span>
            {label}
          </li>
        ))}
      </ol>
      <progress
        class={styles.progress}
        max={1}
        value={run.status === "pending" ? 0.03 : Math.max(0.08, run.progress)}
        aria-label="Progress"
      />
      <p class={styles.words} role="status">
        {wordsFor(run)}
        {long.value && ` ${patience(run)}`}
      </p>
    </section>
  );
}

function wordsFor({ status, progress, waiting_for }: Run): string {
  if (waiting_for !== null) return `${WAITING_WORDS[waiting_for]} ${TRIED_AGAIN}`;
  if (status === "pending") return "Waiting for its turn.";
  if (progress < 0.4) return "Getting the candles.";
  if (progress < 0.9) return "Running your strategy over every candle.";
  return "Saving the result.";
}

function patience({ status, venue, waiting_for }: Run): string {
  const leave = "You can leave this page; the result will be here.";
  if (waiting_for !== null) return leave;
  if (status === "pending") return `Other backtests are ahead of it. ${leave}`;
  return venue === null || venue === "synthetic"
    ? `This takes longer than usual. ${leave}`
    : `Candles that are not stored yet are fetched from ${
      venueName(venue)
    }, which takes a while. ${leave}`;
}
