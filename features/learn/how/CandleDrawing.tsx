import type { ComponentChildren } from "preact";
import { number } from "../../../text/format.ts";
import { type ExampleName, EXAMPLES, playExample, type RuleExample } from "./examples.ts";
import { type DrawnLevel, Frame } from "./frame.ts";
import { cx } from "../../../ui/cx.ts";
import { toneClass } from "../../../ui/tone_class.ts";
import howStyles from "./how.module.css.ts";
import styles from "./CandleDrawing.module.css.ts";

/** Words in a strip above or below the candles, tied to a price of one of them. */
export interface Mark {
  /** Index of the candle, history included. */
  readonly bar: number;
  readonly price: number;
  readonly text: string;
  readonly kind: "buy" | "gain" | "loss" | "signal";
  readonly strip: "above" | "below";
  /** At its open the mark is to the left of the candle, later to the right. */
  readonly atOpen: boolean;
}

export interface CandleDrawingProps {
  readonly name: ExampleName;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly levels?: readonly DrawnLevel[];
  /** Marks beside those of the trade. */
  readonly marks?: readonly Mark[];
  /** Candles from this one on are not known yet. */
  readonly unknownFrom?: number;
  /** The trade of the example is marked unless this is false. */
  readonly trade?: boolean;
  readonly children: ComponentChildren;
}

/** A few candles of an example with what happened on them; the sentence below it are the children. */
export function CandleDrawing(
  { name, label, levels = [], marks = [], unknownFrom, trade = true, children }: CandleDrawingProps,
) {
  const example: RuleExample = EXAMPLES[name];
  const frame = new Frame(example, levels);
  const all = [...marks, ...trade ? tradeMarks(name, example.history ?? 0) : []];
  return (
    <figure class={howStyles.ruleFigure}>
      <svg viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-label={label}>
        {example.history !== undefined && <HistoryGround frame={frame} bars={example.history} />}
        {example.missing && <MissingSlots frame={frame} {...example.missing} />}
        {levels.map((level) => (
          <path
            key={level.steps[0]?.price}
            class={cx(styles.ruleLevel, toneClass(level.tone))}
            d={frame.steps(level)}
          />
        ))}
        {example.candles.map((_, bar) => (
          <Candle
            key={bar}
            frame={frame}
            bar={bar}
            unknown={unknownFrom !== undefined && bar >= unknownFrom}
          />
        ))}
        {levels.map((level) => (
          <text
            key={level.label}
            class={cx(styles.ruleLevelLabel, toneClass(level.tone))}
            x={frame.right + 6}
            y={frame.y(level.steps.at(-1)!.price) + 4}
          >
            {level.label}
          </text>
        ))}
        {all.map((mark) => <MarkView key={mark.text} frame={frame} mark={mark} />)}
      </svg>
      <figcaption>{children}</figcaption>
    </figure>
  );
}

/** The fills of the example's trade, with the engine's prices. */
function tradeMarks(name: ExampleName, history: number): Mark[] {
  const [trade] = playExample(name).trades;
  if (!trade) return [];
  const bought: Mark = {
    bar: trade.entry_bar + history,
    price: trade.entry_price,
    text: `bought at ${shortPrice(trade.entry_price)}`,
    kind: "buy",
    strip: "below",
    atOpen: true,
  };
  if (trade.exit_bar === null || trade.exit_price === null) return [bought];
  return [bought, {
    bar: trade.exit_bar + history,
    price: trade.exit_price,
    text: `sold at ${shortPrice(trade.exit_price)}`,
    kind: trade.pnl > 0 ? "gain" : "loss",
    strip: "above",
    atOpen: trade.gap,
  }];
}

/** `102`, `104.5`, `100.05`. */
export function shortPrice(value: number): string {
  return number(value, 2).replace(/\.?0+$/, "");
}

function Candle({ frame, bar, unknown }: { frame: Frame; bar: number; unknown: boolean }) {
  const [open, high, low, close] = frame.example.candles[bar]!;
  const x = frame.x(bar);
  const top = frame.y(Math.max(open, close));
  const body = Math.max(2, frame.y(Math.min(open, close)) - top);
  const kind = unknown ? styles.unknown : close >= open ? howStyles.up : styles.down;
  return (
    <g class={cx(howStyles.ruleCandle, kind)}>
      <path d={`M${x} ${frame.y(high)}V${top}M${x} ${top + body}V${frame.y(low)}`} />
      <rect x={x - 8} y={top} width="16" height={body} rx="1.5" />
    </g>
  );
}

function MarkView({ frame, mark }: { frame: Frame; mark: Mark }) {
  const { bar, price, text, kind, strip, atOpen } = mark;
  const x = frame.x(bar) + (atOpen ? -14 : 14);
  const y = frame.y(price);
  const above = strip === "above";
  // Words at the right edge lean inwards.
  const leans = x > frame.right - 40;
  return (
    <g
      class={cx(
        styles.ruleMark,
        kind === "signal" ? styles.signal : kind !== "buy" && toneClass(kind),
      )}
    >
      <path
        class={styles.ruleLeader}
        d={`M${x} ${y}V${above ? frame.top - 2 : frame.bottom + 2}`}
      />
      <path class={styles.ruleTick} d={`M${x - 5} ${y}h10`} />
      <text
        x={leans ? x + 5 : x}
        y={above ? frame.top - 9 : frame.bottom + 16}
        text-anchor={leans ? "end" : "middle"}
      >
        {text}
      </text>
    </g>
  );
}

function HistoryGround({ frame, bars }: { frame: Frame; bars: number }) {
  const edge = (frame.x(bars - 1) + frame.x(bars)) / 2;
  return (
    <>
      <rect class={styles.ruleGround} x="0" y="0" width={edge} height={frame.height} />
      <text class={styles.ruleNote} x="8" y="16">history</text>
      <text class={styles.ruleNote} x={edge + 8} y="16">your period</text>
      <path class={howStyles.ruleEdge} d={`M${edge} 0V${frame.height}`} />
    </>
  );
}

function MissingSlots({ frame, after, count }: { frame: Frame; after: number; count: number }) {
  return (
    <>
      {Array.from({ length: count }, (_, i) => (
        <rect
          key={i}
          class={styles.ruleMissing}
          x={frame.slot(after + 1 + i) - 8}
          y={frame.top + 14}
          width="16"
          height={frame.bottom - frame.top - 28}
          rx="3"
        />
      ))}
    </>
  );
}
