/** Carries out tests of a run's robustness, one after the other: in a thread, or in the page where there are none. */
import {
  bestOf,
  type FoldCurves,
  Lab,
  type RobustnessOutcomes,
  type RobustnessTestName,
  runTest,
  walkForwardCurves,
} from "../../engine/robustness.ts";
import { histogramOf } from "./histogram.ts";
import { numberLabels } from "./number_labels.ts";
import type { LabMaterial, LabPicture, LabReply, LabRequest, LabRun } from "./lab_protocol.ts";

/** Points of a curve in a picture. */
const MOST_POINTS = 120;

export class LabThread {
  #lab: Lab | null = null;
  #numbers: Readonly<Record<string, string>> = {};
  readonly #stopped = new AbortController();

  constructor(private readonly post: (reply: LabReply) => void) {}

  /** Never rejects: what goes wrong is told of the test that was asked for. */
  async answer(request: LabRequest): Promise<void> {
    if (request.kind === "material") {
      this.#take(request.material);
      return;
    }
    if (request.kind === "others") {
      if (this.#lab) this.#lab.others = request.others;
      return;
    }
    const { name } = request;
    try {
      if (!this.#lab) throw new Error("There is nothing to test yet.");
      const reply = await this.#tested(this.#lab, name);
      if (!this.#stopped.signal.aborted) this.post(reply);
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      // The other tests are there; whoever looks for the cause finds it here.
      console.error(error);
      this.post({ kind: "failed", name });
    }
  }

  /** Ends the test that is going on; nothing is told any more. */
  stop(): void {
    this.#stopped.abort();
  }

  #take(material: LabMaterial): void {
    try {
      this.#lab = new Lab(material);
      this.#lab.drawsFans = true;
      this.#numbers = numberLabels(material.document);
    } catch (error) {
      console.error(error);
    }
  }

  async #tested(lab: Lab, name: RobustnessTestName): Promise<LabReply> {
    const outcome = await runTest(lab, name, this.#stopped.signal);
    return {
      kind: "tested",
      name,
      ...outcome,
      run: runOf(lab),
      picture: { ...pictureOf(lab, name, outcome.out), numbers: this.#numbers },
    } as LabReply;
  }
}

function runOf({ actual, growths }: Lab): LabRun {
  const { total_return, max_drawdown } = actual.metrics;
  return {
    runHash: actual.runHash,
    totalReturn: total_return ?? null,
    maxDrawdown: max_drawdown ?? null,
    closedTrades: growths.length,
    trades: actual.trades.length,
  };
}

function pictureOf<Name extends RobustnessTestName>(
  lab: Lab,
  name: Name,
  out: RobustnessOutcomes[Name] | null,
): Omit<LabPicture, "numbers"> {
  const drawn = lab.drawn.get(name);
  const mark = name === "order"
    ? (out as RobustnessOutcomes["order"] | null)?.actual_max_drawdown ?? null
    : lab.actualReturn;
  const { count, variance } = lab.trials;
  return {
    histogram: drawn && out ? histogramOf(drawn, mark) : null,
    fan: out ? lab.fans.get(name) ?? null : null,
    curves: name === "walk_forward" && out
      ? walkForwardCurves(lab, (out as RobustnessOutcomes["walk_forward"]).folds).map(thinned)
      : null,
    luckSharpe: name === "skill" && count >= 2 ? bestOf(count, variance) : null,
  };
}

function thinned({ train, test }: FoldCurves): FoldCurves {
  return { train: everyNth(train), test: everyNth(test) };
}

/** Evenly spaced values, the first and the last among them. */
function everyNth(values: Float64Array): Float64Array {
  if (values.length <= MOST_POINTS) return values;
  return Float64Array.from(
    { length: MOST_POINTS },
    (_, k) => values[Math.round(k * (values.length - 1) / (MOST_POINTS - 1))]!,
  );
}
