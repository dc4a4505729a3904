import { useSignal } from "@preact/signals";
import { Term } from "../../components/terms/Term.tsx";
import { counted, number } from "../../text/format.ts";
import { cx } from "../../ui/cx.ts";
import textStyles from "../../ui/text.module.css.ts";
import { binWords, edgeText, type ReturnBin, type ReturnHistogram } from "./trade_returns.ts";
import styles from "./TradeReturns.module.css.ts";

/** The histogram, with the share of the best trades in words above it and the bar that is looked at below. */
export function ReturnBars(
  { histogram, words }: { readonly histogram: ReturnHistogram; readonly words: string | null },
) {
  const { bins, step, most } = histogram;
  const looked = useSignal<number | null>(null);
  const look = (bin: number | null) => {
    looked.value = bin;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = looked.peek();
    const steps: Readonly<Record<string, number | null>> = {
      ArrowLeft: from === null ? bins.length - 1 : Math.max(0, from - 1),
      ArrowRight: from === null ? 0 : Math.min(bins.length - 1, from + 1),
      Home: 0,
      End: bins.length - 1,
      Escape: null,
    };
    const next = steps[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    look(next);
  };
  const at = looked.value === null ? undefined : bins[looked.value];
  const closed = bins.reduce((total, { trades }) => total + trades, 0);
  return (
    <section class={styles.half} aria-label="Distribution of trade returns">
      <p class={styles.words}>{words}</p>
      <div
        class={cx(styles.plot, styles.bars)}
        tabIndex={0}
        role="slider"
        aria-label={`Histogram of the returns of ${counted(closed, "closed trade")}`}
        aria-valuemin={0}
        aria-valuemax={bins.length - 1}
        aria-valuenow={looked.value ?? 0}
        aria-valuetext={at ? binWords(at, step) : "None. The arrow keys move between bars."}
        onKeyDown={onKeyDown}
        onMouseLeave={() => look(null)}
        onBlur={() => look(null)}
      >
        {bins.map((bin, k) => (
          <Bar
            key={k}
            bin={bin}
            most={most}
            isLooked={looked.value === k}
            onLook={() => look(k)}
          />
        ))}
      </div>
      <p class={styles.axis} aria-hidden="true">
        {ticksOf(histogram).map(({ place, label }) => (
          <span key={label} data-end={endOf(place)} style={`left:${place}%`}>{label}</span>
        ))}
      </p>
      <p class={styles.reading}>
        {at ? binWords(at, step) : (
          <>
            <Term name="average_trade_return">Return</Term> of each closed trade, after costs
          </>
        )}
      </p>
      <table class={textStyles.srOnly}>
        <caption>Closed trades by return</caption>
        <tbody>
          {bins.filter(({ trades }) => trades > 0).map((bin) => (
            <tr key={bin.upTo}>
              <td>{binWords(bin, step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Bar(
  { bin, most, isLooked, onLook }: {
    readonly bin: ReturnBin;
    readonly most: number;
    readonly isLooked: boolean;
    readonly onLook: () => void;
  },
) {
  return (
    <span
      class={styles.slot}
      data-part="return-bin"
      data-trades={bin.trades}
      data-looked={isLooked}
      onMouseEnter={onLook}
      onPointerDown={onLook}
    >
      {bin.trades > 0 && <b class={styles.count} aria-hidden="true">{number(bin.trades)}</b>}
      <i
        class={styles.bar}
        data-tone={bin.won ? "gain" : "loss"}
        style={`--share:${(bin.trades / most).toFixed(3)}`}
      />
    </span>
  );
}

function endOf(place: number): "start" | "end" | undefined {
  return place === 0 ? "start" : place === 100 ? "end" : undefined;
}

/** The ends of the scale and 0; an end that is next to 0 gives way to it. */
function ticksOf({ bins, step, from }: ReturnHistogram) {
  const zero = Math.round(-from / step);
  const far = Math.max(2, Math.round(bins.length / 5));
  const edges = [0, zero, bins.length].filter((edge, k, all) =>
    all.indexOf(edge) === k && (edge === zero || Math.abs(edge - zero) >= far)
  );
  return edges.map((edge) => ({
    place: edge / bins.length * 100,
    label: edgeText(Number((from + edge * step).toPrecision(12)), step),
  }));
}
