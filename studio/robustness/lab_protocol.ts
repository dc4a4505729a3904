/** What goes between a page and the threads of its robustness lab. */
import type { CandleSeries, RunSettings, StrategyDocument } from "../../engine/mod.ts";
import type {
  Answer,
  FanRow,
  FoldCurves,
  OtherMarket,
  RobustnessOutcomes,
  RobustnessTestName,
  SkipReason,
  Trials,
} from "../../engine/robustness.ts";
import type { Histogram } from "./histogram.ts";

/** What a run was made from. */
export interface LabMaterial {
  readonly document: StrategyDocument;
  /** History and range. */
  readonly candles: CandleSeries;
  readonly settings: RunSettings;
  /** Candles before the range that the strategy wants. */
  readonly historyBars?: number | undefined;
  /** Variations of the strategy that were looked at, where they were counted. */
  readonly trials?: Trials | undefined;
  /** Markets on which the same rules are tried; none when left out. */
  readonly others?: readonly OtherMarket[] | undefined;
}

export type LabRequest =
  /** Comes first. */
  | { readonly kind: "material"; readonly material: LabMaterial }
  /** Before the test `markets`, where there are any. */
  | { readonly kind: "others"; readonly others: readonly OtherMarket[] }
  | { readonly kind: "test"; readonly name: RobustnessTestName };

/** The run that is tested, as the lab computed it. */
export interface LabRun {
  readonly runHash: string;
  readonly totalReturn: number | null;
  readonly maxDrawdown: number | null;
  /** Closed trades. */
  readonly closedTrades: number;
  /** With one that is still open. */
  readonly trades: number;
}

/** What the tests' pictures show beside their figures. */
export interface LabPicture {
  /** Of what was drawn by chance; `null` for tests that draw nothing. */
  readonly histogram: Histogram | null;
  /** Of tests that go through paths of trades: how these spread on their way. */
  readonly fan: readonly FanRow[] | null;
  /** Of `walk_forward`: thinned out to what a picture shows. */
  readonly curves: readonly FoldCurves[] | null;
  /** Of `skill`: the daily Sharpe ratio that the best of the counted tries would show by luck; `null` without tries. */
  readonly luckSharpe: number | null;
  /** What the numbers of the strategy are called, by `block.param`. */
  readonly numbers: Readonly<Record<string, string>>;
}

/** What one test gave, with its figures to the last digit. */
export type TestedReply = {
  readonly [Name in RobustnessTestName]: {
    readonly kind: "tested";
    readonly name: Name;
    /** `null` when it could not be done; `reason` says why. */
    readonly out: RobustnessOutcomes[Name] | null;
    readonly reason: SkipReason | null;
    /** `null` for a test that is information alone. */
    readonly answer: Answer | null;
    readonly run: LabRun;
    readonly picture: LabPicture;
  };
}[RobustnessTestName];

export type LabReply =
  | TestedReply
  /** The test could not be carried out, for a reason that is no answer. */
  | { readonly kind: "failed"; readonly name: RobustnessTestName };
