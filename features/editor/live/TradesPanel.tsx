/** The trades of the live result, the newest first; each leads to the candle whose signal caused it. */
import { rateOf } from "../../../contracts/engine_settings.ts";
import { counted, dateTime, number, price, tone } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { tradeDecimals } from "../../../text/prices.ts";
import { useZone } from "../../../ui/Time.tsx";
import { useEditor } from "../session/context.ts";
import { toneClass } from "../../../ui/tone_class.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./TradesPanel.module.css.ts";

/** More than anybody reads here; a backtest lists, sorts and exports them all. */
const MOST_ROWS = 100;

export function TradesPanel() {
  const { live } = useEditor();
  const zone = useZone();
  const answer = live.answer.value;
  if (!answer) return <p class={frameStyles.quiet}>There is no result yet.</p>;
  const { trades, candles } = answer;
  const count = trades.entryBar.length;
  if (count === 0) {
    return (
      <p class={frameStyles.quiet}>
        No trades yet. “Why no trade?” shows which condition is missing.
      </p>
    );
  }
  const at = live.pinned.value ? live.pointed.value : null;
  const decimalsOf = tradeDecimals({
    trades: Array.from({ length: count }, (_, k) => ({
      entryPrice: trades.entryPrice[k]!,
      exitPrice: trades.exitBar[k]! < 0 ? null : trades.exitPrice[k]!,
      entryBar: trades.entryBar[k]!,
      exitBar: trades.exitBar[k]! < 0 ? null : trades.exitBar[k]!,
      // The reason is not known here, and the candles tell as much.
      isSoldAtOpen: false,
    })),
    slippageRate: rateOf(answer.settings.slippagePercent),
    candles,
  });
  const rows = Array.from({ length: Math.min(count, MOST_ROWS) }, (_, k) => count - 1 - k);
  return (
    <div class={styles.trades}>
      <h2>{headOf(trades.exitBar)}, newest first</h2>
      <ol>
        {rows.map((k) => {
          const entry = trades.entryBar[k]!;
          const exit = trades.exitBar[k]!;
          const result = trades.returns[k]!;
          return (
            <li key={k}>
              <button
                type="button"
                aria-current={at === entry - 1}
                title="Show the candle that gave the signal"
                onClick={() => live.pin(entry - 1)}
              >
                <span class={styles.number}>{number(k + 1)}</span>
                <span>
                  {dateTime(candles.time[entry]!, zone)}
                  <span class={frameStyles.quiet}>
                    {price(trades.entryPrice[k], decimalsOf(k))} →{" "}
                    {exit < 0 ? "still open" : price(trades.exitPrice[k], decimalsOf(k))}
                  </span>
                </span>
                <b class={toneClass(tone(result))}>{metricText("trade_return", result)}</b>
              </button>
            </li>
          );
        })}
      </ol>
      {count > MOST_ROWS && (
        <p class={frameStyles.quiet}>
          {counted(count - MOST_ROWS, "earlier trade")} not shown. Run a backtest to list them all.
        </p>
      )}
    </div>
  );
}

/** "28 trades and 1 open" */
function headOf(exitBar: Int32Array): string {
  const open = exitBar.filter((bar) => bar < 0).length;
  const closed = counted(exitBar.length - open, "trade");
  return open === 0 ? closed : `${closed} and ${open} open`;
}
