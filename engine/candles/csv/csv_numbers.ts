/** Numbers of a candle file: a decimal point or a decimal comma, with or without groups of thousands. */

/** What stands before the decimals of a file's numbers. */
export type DecimalMark = "." | ",";

const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
const WITH_COMMA = /^[-+]?(\d+,?\d*|,\d+)([eE][-+]?\d+)?$/;
const GROUPED_BY_COMMA = /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const GROUPED_BY_POINT = /^[-+]?\d{1,3}(\.\d{3})+(,\d*)?$/;

/** A number with one comma and three digits behind it: 1.234 or 1234. */
const EITHER = /^[-+]?[1-9]\d{0,2},\d{3}$/;

/** The value of a cell; NaN for what is no number with this decimal mark. */
export function readNumber(cell: string | undefined, mark: DecimalMark): number {
  if (cell === undefined) return NaN;
  if (mark === ".") {
    if (PLAIN.test(cell)) return Number(cell);
    return GROUPED_BY_COMMA.test(cell) ? Number(cell.replaceAll(",", "")) : NaN;
  }
  if (WITH_COMMA.test(cell)) return Number(cell.replace(",", "."));
  return GROUPED_BY_POINT.test(cell) ? Number(cell.replaceAll(".", "").replace(",", ".")) : NaN;
}

/** Finds out which decimal mark a file uses from its numbers, one after the other. */
export class DecimalMarkFinder {
  /** Lines, from 1, of the first number that settles each mark; 0 = none does. */
  #point = 0;
  #comma = 0;
  /** The first number that can be read both ways. */
  #either: { readonly line: number; readonly cell: string } | null = null;

  /** Takes one number in. */
  add(cell: string, line: number): void {
    if (!cell.includes(",")) {
      if (this.#point === 0 && /^[-+]?\d*\.\d+$/.test(cell)) this.#point = line;
    } else if (EITHER.test(cell)) {
      this.#either ??= { line, cell };
    } else if (WITH_COMMA.test(cell) || GROUPED_BY_POINT.test(cell)) {
      if (this.#comma === 0) this.#comma = line;
    } else if (GROUPED_BY_COMMA.test(cell) && this.#point === 0) {
      this.#point = line;
    }
  }

  /** The mark of all numbers taken in, or the line that keeps it from being known and the reason. */
  found(): { readonly mark: DecimalMark } | { readonly line: number; readonly message: string } {
    if (this.#comma > 0 && this.#point > 0) {
      const [line, other] = this.#comma > this.#point
        ? [this.#comma, this.#point]
        : [this.#point, this.#comma];
      return {
        line,
        message: `Decimals are written with a ${
          line === this.#comma ? "comma" : "point"
        } here, but with a ${line === this.#comma ? "point" : "comma"} in line ${other}.`,
      };
    }
    if (this.#comma > 0) return { mark: "," };
    if (this.#either !== null && this.#point === 0) {
      const { line, cell } = this.#either;
      return {
        line,
        message: `"${cell}" can be ${cell.replace(",", ".")} or ${
          cell.replace(",", "")
        }, and no number of the file settles it. Write decimals with a point, without groups of thousands.`,
      };
    }
    return { mark: "." };
  }
}
