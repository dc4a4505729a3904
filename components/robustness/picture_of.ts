/** What the picture of a test shows. */
import type { FanRow } from "../../engine/robustness.ts";
import type { Histogram } from "../../studio/robustness/histogram.ts";
import type { TestedReply } from "../../studio/robustness/lab_protocol.ts";
import { counted, lowerFirst, percent } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";

export interface PictureFold {
  /** Shares of the time that all folds take together. */
  readonly from: number;
  readonly split: number;
  readonly to: number;
  readonly testReturn: number;
}

export type PictureModel =
  & (
    | {
      readonly kind: "fan";
      readonly rows: readonly FanRow[];
    }
    | {
      readonly kind: "histogram";
      readonly histogram: Histogram;
      /** The run itself. */
      readonly mark: number | null;
      /** Whether what is below zero is a loss. */
      readonly isReturn: boolean;
    }
    | {
      readonly kind: "columns";
      readonly columns: readonly { readonly label: string; readonly value: number | null }[];
      /** The column of the run itself. */
      readonly own: number;
    }
    | { readonly kind: "strip"; readonly values: readonly number[] }
    | { readonly kind: "folds"; readonly folds: readonly PictureFold[] }
    | {
      readonly kind: "gauge";
      /** From 0 to 1. */
      readonly value: number;
      /** From where on it is doubtful, and from where on it held. */
      readonly marks: readonly [number, number];
    }
  )
  & {
    /** The same in words, for those who do not see it. */
    readonly alternative: string;
    /** Below the large picture: what its left and its right end are. */
    readonly ends: readonly [string, string];
    /** What the mark is. */
    readonly caption: string | null;
  };

const gain = (value: number | null) => metricText("total_return", value);
const fall = (value: number | null) => metricText("max_drawdown", value);

/**
 * The picture of a row first. Empty for a test that has nothing to draw, and for a run without a trade.
 *
 * @param runName what the mark is called
 */
export function picturesOf(tested: TestedReply, runName = "Your run"): readonly PictureModel[] {
  if (tested.out === null || tested.run.trades === 0) return [];
  return [fanOf(tested, runName), chartOf(tested, runName)].filter((model) => model !== null);
}

/** How the paths of trades spread on their way, where the test goes through such. */
function fanOf({ picture: { fan } }: TestedReply, runName: string): PictureModel | null {
  if (!fan) return null;
  const { trades, paths, own } = fan.at(-1)!;
  const name = lowerFirst(runName);
  return {
    kind: "fan",
    rows: fan,
    ends: ["first trade", `trade ${trades}`],
    caption: `Line: ${name}. Dark: the middle half of the paths; pale: nine in ten`,
    alternative: `Paths over ${counted(trades, "trade")}, nine in ten of which end from ${
      gain(paths.p5)
    } to ${gain(paths.p95)}; ${name} ends at ${gain(own)}`,
  };
}

function chartOf(tested: TestedReply, runName: string): PictureModel | null {
  const { run, picture } = tested;
  if (tested.out === null) return null;
  if (picture.histogram) {
    const { histogram } = picture;
    const isReturn = tested.name !== "order";
    const mark = tested.name === "order" ? tested.out.actual_max_drawdown : run.totalReturn;
    const text = isReturn ? gain : fall;
    const ends = [text(histogram.from), text(histogram.to)] as const;
    return {
      kind: "histogram",
      histogram,
      mark,
      isReturn,
      ends,
      caption: `${runName}: ${text(mark)}`,
      alternative: `Histogram from ${ends[0]} to ${ends[1]}; ${lowerFirst(runName)} at ${
        text(mark)
      }`,
    };
  }
  switch (tested.name) {
    case "late":
      return columns([
        { label: "on time", value: run.totalReturn },
        ...tested.out.map(({ bars, total_return }) => ({
          label: `${counted(bars, "candle")} late`,
          value: total_return,
        })),
      ], 0);
    case "costs":
      return columns(
        tested.out.map(({ multiple, total_return }) => ({
          label: multiple === 0
            ? "no costs"
            : multiple === 1
            ? "your costs"
            : `costs × ${multiple}`,
          value: total_return,
        })),
        1,
      );
    case "starts":
      return strip(tested.out, ["first day of the period", "its middle"]);
    case "markets":
      return strip(
        tested.out,
        [tested.out[0]?.asset ?? "", tested.out.length > 1 ? tested.out.at(-1)!.asset : ""],
      );
    case "walk_forward": {
      const { folds } = tested.out;
      const first = folds[0]!.train_from;
      const span = folds.at(-1)!.test_to - first;
      const gains = folds.filter(({ test_return }) => test_return > 0).length;
      return {
        kind: "folds",
        folds: folds.map(({ train_from, test_from, test_to, test_return }) => ({
          from: (train_from - first) / span,
          split: (test_from - first) / span,
          to: (test_to - first) / span,
          testReturn: test_return,
        })),
        ends: ["", ""],
        caption: null,
        alternative: `Five tunings one after the other; ${gains} of 5 gained on what came next`,
      };
    }
    case "skill": {
      const sure = percent(tested.out.dsr, { digits: 0, sign: "negative" });
      return {
        kind: "gauge",
        value: Math.min(1, Math.max(0, tested.out.dsr)),
        marks: [0.8, 0.95],
        ends: ["0 %", "100 %"],
        caption: "Marks at 80 % and 95 %",
        alternative: `Bar from 0 to 100 %, filled to ${sure}; marks at 80 % and 95 %`,
      };
    }
    default:
      return null;
  }
}

function columns(
  list: readonly { readonly label: string; readonly value: number | null }[],
  own: number,
): PictureModel {
  return {
    kind: "columns",
    columns: list,
    own,
    ends: [list[0]!.label, list.at(-1)!.label],
    caption: null,
    alternative: `Columns: ${list.map(({ label, value }) => `${label} ${gain(value)}`).join(", ")}`,
  };
}

function strip(
  rows: readonly { readonly total_return: number }[],
  ends: readonly [string, string],
): PictureModel {
  const values = rows.map(({ total_return }) => total_return);
  return {
    kind: "strip",
    values,
    ends,
    caption: null,
    alternative: `${counted(values.length, "run")} from ${gain(Math.min(...values))} to ${
      gain(Math.max(...values))
    }`,
  };
}
