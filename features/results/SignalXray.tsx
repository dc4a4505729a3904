/** What each condition said at the candle that decided a trade. */
import { useEffect, useRef } from "preact/hooks";
import { signalNames } from "../../engine/mod.ts";
import { dateTime } from "../../text/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useZone } from "../../ui/Time.tsx";
import type { DrawnStrategy } from "./inquiry/inquiry.ts";
import type { Signals } from "./inquiry/use_inquiry.ts";
import styles from "./SignalXray.module.css.ts";

const NO_THREADS =
  "Your browser allows no background workers, so the values at this signal cannot be shown.";
const OTHER_CANDLES =
  "The stored candles have changed since this run, so the values at its signals are not known. Run it again to see them.";

export interface SignalXrayProps {
  /** Its place among the trades. */
  readonly trade: number;
  /** Open time of the candle, Unix milliseconds. */
  readonly time: number;
  /** `null` while they are on their way. */
  readonly signals: Signals | null;
  readonly drawn: DrawnStrategy | null;
  /** Why there are none. */
  readonly problem: string | null;
  readonly onClose: () => void;
}

export function SignalXray(
  { trade, time, signals, drawn, problem, onClose }: SignalXrayProps,
) {
  const zone = useZone();
  const states = signals === "unreadable" ? undefined : signals?.[trade];
  const place = useRef<HTMLDivElement>(null);
  const isThere = states !== undefined;
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), [isThere]);
  const nameOf = drawn && signalNames(drawn.document);
  return (
    <Card
      id="xray"
      title={`Why trade ${trade + 1} · signal candle ${dateTime(time, zone)}`}
      actions={
        <Button
          variant="ghost"
          size="sm"
          icon="close"
          aria-label="Close"
          title="Close (X)"
          onClick={onClose}
        />
      }
    >
      <div ref={place} class={styles.xray} data-part="signal-xray" aria-live="polite">
        {states && drawn && nameOf
          ? (
            <ul class={styles.conditions}>
              {drawn.document.blocks.flatMap(({ id }) => {
                const state = states[id];
                if (!state) return [];
                return [
                  <li key={id} data-met={state.met}>
                    <span>{state.met ? "✓ true" : "✗ false"}</span>
                    <b>{nameOf(id)}</b>
                    <span>{state.text}</span>
                  </li>,
                ];
              })}
            </ul>
          )
          : problem || signals
          ? (
            <p class={styles.none}>
              {problem ?? (signals === "unreadable" ? NO_THREADS : OTHER_CANDLES)}
            </p>
          )
          : <Skeleton class={styles.skeleton} />}
      </div>
    </Card>
  );
}
