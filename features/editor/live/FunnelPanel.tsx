/** From candles to trades: where entries are lost, and the candles on which one was nearest. */
import { TextButton } from "../../../ui/TextButton.tsx";
import { signalNames } from "../../../engine/mod.ts";
import { counted, dateTime, number } from "../../../text/format.ts";
import { useZone } from "../../../ui/Time.tsx";
import { useEditor } from "../session/context.ts";
import { funnelSteps, hardestCondition } from "../../../studio/live/funnel.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./FunnelPanel.module.css.ts";

export function FunnelPanel() {
  const { live, store, ui } = useEditor();
  const zone = useZone();
  const answer = live.answer.value;
  if (!answer) return <p class={frameStyles.quiet}>There is no result yet.</p>;
  const nameOf = signalNames(answer.document);
  const steps = funnelSteps(answer.funnel, nameOf);
  const hardest = hardestCondition(answer.funnel, answer.document);
  const misses = live.misses.value;
  const show = (blockId: string) => {
    store.select([blockId]);
    ui.canvas.current?.reveal(blockId);
  };
  return (
    <div class={styles.funnel}>
      <h2>From candles to trades</h2>
      <ol>
        {steps.map(({ label, count, share, blockId, tone }) => (
          <li key={blockId ?? label} data-tone={tone}>
            <span class={styles.bar} style={{ width: `${Math.max(share * 100, 0.5)}%` }} />
            {blockId
              ? (
                <TextButton onClick={() => show(blockId)}>{label}</TextButton>
              )
              : <span>{label}</span>}
            <b>{number(count)}</b>
          </li>
        ))}
      </ol>
      {hardest && (
        <p>
          The rarest condition is:{" "}
          <TextButton onClick={() => show(hardest)}>{nameOf(hardest)}</TextButton>
        </p>
      )}
      {misses === null
        ? <p class={frameStyles.quiet}>Searching for near misses …</p>
        : misses.length === 0
        ? <p class={frameStyles.quiet}>No candle missed an entry by one condition alone.</p>
        : (
          <>
            <h3>{counted(misses.length, "nearest miss", "nearest misses")}</h3>
            <ul class={styles.misses}>
              {misses.map(({ bar, text }) => (
                <li key={bar}>
                  <TextButton onClick={() => live.pin(bar)}>
                    {dateTime(answer.candles.time[bar]!, zone)}
                  </TextButton>
                  <span>{text}</span>
                </li>
              ))}
            </ul>
          </>
        )}
    </div>
  );
}
