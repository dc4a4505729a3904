/** Where prices and candles of a drawing lie. */
import type { RuleExample } from "./examples.ts";

/** A price that counts from one candle to another; a trailing one goes up in steps. */
export interface DrawnLevel {
  readonly label: string;
  readonly tone: "gain" | "loss";
  readonly steps: readonly { readonly price: number; readonly from: number; readonly to: number }[];
}

const WIDTH = 360;
const HEIGHT = 212;
/** Room above and below the candles for words, and at the right for the names of levels. */
const STRIP = 28;
const NAMES = 74;
const PAD = 10;

export class Frame {
  readonly width = WIDTH;
  readonly height = HEIGHT;
  readonly top = STRIP;
  readonly bottom = HEIGHT - STRIP;
  /** Where the candles end. */
  readonly right: number;
  readonly #low: number;
  readonly #high: number;
  readonly #slots: number;

  constructor(readonly example: RuleExample, levels: readonly DrawnLevel[]) {
    const { candles, missing } = example;
    const prices = [
      ...candles.flatMap(([, high, low]) => [high, low]),
      ...levels.flatMap(({ steps }) => steps.map(({ price }) => price)),
    ];
    this.#low = Math.min(...prices);
    this.#high = Math.max(...prices);
    this.#slots = candles.length + (missing?.count ?? 0);
    this.right = WIDTH - (levels.length > 0 ? NAMES : PAD);
  }

  y(price: number): number {
    const height = this.bottom - this.top - 2 * PAD;
    return round(this.top + PAD + (this.#high - price) / (this.#high - this.#low) * height);
  }

  /** The middle of a candle. */
  x(bar: number): number {
    const { missing } = this.example;
    return this.slot(bar + (missing && bar > missing.after ? missing.count : 0));
  }

  /** The middle of a place for a candle, whether there is one or not. */
  slot(index: number): number {
    return round(PAD + (index + 0.5) * (this.right - PAD) / this.#slots);
  }

  /** The line of a level, half a place beyond its candles on both sides. */
  steps({ steps }: DrawnLevel): string {
    const half = (this.right - PAD) / this.#slots / 2;
    return steps.map(({ price, from, to }, i) => {
      const y = this.y(price);
      return `${i ? `V${y}` : `M${round(this.x(from) - half)} ${y}`}H${round(this.x(to) + half)}`;
    }).join("");
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
