import { type Signal, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { Term } from "../../components/terms/Term.tsx";
import { counted, percent } from "../../text/format.ts";
import { cx } from "../../ui/cx.ts";
import type { SelectedTrade } from "./trades_view.ts";
import { type Excursion, excursionWords, readingWords } from "./excursions.ts";
import styles from "./TradeReturns.module.css.ts";

const WIDTH = 400;
const HEIGHT = 180;
const PAD = 10;
/** Room above the highest dot for the end of the scale. */
const TOP = 24;

/** A dot a trade: to the left how far it fell below its entry, upwards how far it rose above it. Losing trades are rings. */
export function Excursions(
  { excursions, selected }: {
    readonly excursions: readonly Excursion[];
    readonly selected: Signal<SelectedTrade | null>;
  },
) {
  const svg = useRef<SVGSVGElement>(null);
  const looked = useSignal<Excursion | null>(null);
  const scale = useMemo(() => scaleOf(excursions), [excursions]);
  const [won, lost] = useMemo(
    () => [true, false].map((kind) => dots(excursions.filter((one) => one.won === kind), scale)),
    [excursions, scale],
  );
  const words = useMemo(() => excursionWords(excursions), [excursions]);
  const choose = (one: Excursion) => {
    selected.value = { trade: one.trade, by: "excursions" };
  };
  const nearest = ({ clientX, clientY }: MouseEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return null;
    const x = (clientX - box.left) / box.width * WIDTH;
    const y = (clientY - box.top) / box.height * HEIGHT;
    return nearestTo(excursions, scale, x, y);
  };
  const chosen = excursions.find(({ trade }) => trade === selected.value?.trade) ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = excursions.indexOf(looked.peek() ?? chosen ?? excursions[0]!);
    const isFirst = looked.peek() === null && chosen === null;
    const to: Readonly<Record<string, number>> = {
      ArrowRight: isFirst ? 0 : Math.min(excursions.length - 1, from + 1),
      ArrowLeft: isFirst ? excursions.length - 1 : Math.max(0, from - 1),
      Home: 0,
      End: excursions.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) looked.value = excursions[next] ?? null;
    else if (event.key === "Escape") looked.value = null;
    else if (event.key === "Enter" && looked.peek()) choose(looked.peek()!);
    else return;
    event.preventDefault();
  };
  const shown = looked.value ?? chosen;
  return (
    <section class={styles.half} aria-label="How far trades fell and rose">
      <p class={styles.words}>
        {words.length > 0 ? words.join(" ") : "How far the price fell and rose during each trade."}
      </p>
      <div
        class={cx(styles.plot, styles.dots)}
        tabIndex={0}
        role="slider"
        aria-label={`Lows and highs of ${
          counted(excursions.length, "closed trade")
        } against their entries`}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, excursions.length)}
        aria-valuenow={shown ? excursions.indexOf(shown) + 1 : 1}
        aria-valuetext={shown
          ? readingWords(shown)
          : "None. The arrow keys move between trades, Enter selects one."}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => {
          looked.value = nearest(event);
        }}
        onMouseLeave={() => {
          looked.value = null;
        }}
        onClick={(event) => {
          const one = nearest(event);
          if (one) choose(one);
        }}
      >
        <svg
          ref={svg}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path class={styles.lost} d={lost} />
          <path class={styles.lostInner} d={lost} />
          <path class={styles.won} d={won} />
          {shown && <path class={styles.looked} d={dots([shown], scale)} />}
        </svg>
        <span class={styles.topEnd} aria-hidden="true">{size(scale.rise)}</span>
      </div>
      <p class={styles.axis} aria-hidden="true">
        <span data-end="start" style="left:0%">{size(-scale.fall)}</span>
        <span style="left:50%">● won ○ lost</span>
        <span data-end="end" style="left:100%">0&nbsp;%</span>
      </p>
      <p class={styles.reading} data-part="excursion">
        {shown ? readingWords(shown) : (
          <>
            Across <Term name="mae" />, how far it fell; upwards{" "}
            <Term name="mfe" />, how far it rose
          </>
        )}
      </p>
    </section>
  );
}

interface Scale {
  /** The largest of each, fractions above 0. */
  readonly fall: number;
  readonly rise: number;
}

function scaleOf(excursions: readonly Excursion[]): Scale {
  const most = (of: (one: Excursion) => number) =>
    excursions.reduce((largest, one) => Math.max(largest, of(one)), 0) || 0.01;
  return { fall: most(({ fall }) => fall), rise: most(({ rise }) => rise) };
}

function placeOf({ fall, rise }: Excursion, scale: Scale): readonly [number, number] {
  return [
    WIDTH - PAD - fall / scale.fall * (WIDTH - 2 * PAD),
    HEIGHT - PAD - rise / scale.rise * (HEIGHT - PAD - TOP),
  ];
}

/** Lines of no length, which their round ends make dots of: one element however many trades. */
function dots(excursions: readonly Excursion[], scale: Scale): string {
  return excursions.map((one) => {
    const [x, y] = placeOf(one, scale);
    return `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
  }).join("");
}

function nearestTo(
  excursions: readonly Excursion[],
  scale: Scale,
  x: number,
  y: number,
): Excursion | null {
  let best: Excursion | null = null;
  let least = Infinity;
  for (const one of excursions) {
    const [left, top] = placeOf(one, scale);
    const distance = (left - x) * (left - x) + (top - y) * (top - y);
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

function size(fraction: number): string {
  return percent(fraction, { digits: Math.abs(fraction) < 0.1 ? 1 : 0 });
}
