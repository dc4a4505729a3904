/** Opens the lab of a run and hands it what the page's inquiry found. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Run } from "../../../contracts/backtests.ts";
import { api } from "../../../contracts/client/api_client.ts";
import type { CheckOutcome } from "../inquiry/inquiry.ts";
import { LabSession, type LabSources } from "../../../studio/robustness/lab_session.ts";
import { lowerFirst } from "../../../text/format.ts";
import { judgementSentence } from "../../../text/robustness/judgement_words.ts";
import type { Material } from "../inquiry/use_inquiry.ts";
import { otherCandles, type OtherSources } from "../../../studio/robustness/other_candles.ts";
import { webLabSources, webOtherSources } from "./lab_sources.ts";

export interface OpenLab {
  readonly session: LabSession;
  /** Why nothing can be tested. */
  readonly problem: ReadonlySignal<string | null>;
  readonly close: () => void;
}

const PROBLEMS: Readonly<Record<CheckOutcome, string>> = {
  same: "",
  other_engine: "Made by another version of the engine. Run it again to test it.",
  other_candles: "The stored candles have changed since. Run it again to test it.",
  unknown: "Its candles or its strategy could not be loaded, so it could not be tested.",
};

/** Where the variations of the strategy were counted. */
export type CountedRun = Pick<Run, "run_id"> & Partial<Omit<Run, "run_id" | "trials">> & {
  readonly trials?: { readonly trials: number; readonly variance: number | null } | null;
};

export function openLab(
  run: CountedRun,
  material: ReadonlySignal<Material>,
  sources: LabSources = webLabSources,
  otherSources: OtherSources = webOtherSources,
  keep: (runId: string) => void = keepReport,
): OpenLab {
  const session = new LabSession(sources);
  const problem = signal<string | null>(null);
  const { trials, asset, timeframe, import: own } = run;
  const stop = effect(() => {
    const now = material.value;
    if (now.kind === "waiting") return;
    if (now.kind === "none") {
      problem.value = PROBLEMS[now.why];
      session.giveUp();
      return;
    }
    const whole = {
      ...now.material,
      ...(trials ? { trials: { count: trials.trials, variance: trials.variance ?? 0 } } : {}),
    };
    const others = asset && timeframe
      ? otherCandles({ asset, timeframe, import: own }, whole, otherSources)
      : null;
    session.start(whole, others);
  });
  const stopKeeping = effect(() => {
    if (session.end.value?.kind === "judged") keep(run.run_id);
  });
  return {
    session,
    problem,
    close: () => {
      stop();
      stopKeeping();
      session.close();
    },
  };
}

/**
 * Has the server make its own report, when it has nothing else to do: an export holds the answers that somebody has seen. What
 * a browser says of a run is not kept.
 */
function keepReport(runId: string): void {
  api("GET /backtests/{run_id}/robustness", { params: { run_id: runId } }).catch(() => {
    // The answers are on the page; an export then lacks them.
  });
}

/** The verdict's sentence about how far to trust the run; `null` until the last test is there. */
export function trustSentence({ session, problem }: OpenLab): string | null {
  const end = session.end.value;
  if (!end) return null;
  if (end.kind === "judged") {
    return judgementSentence(end.judgement, end.answers, end.decided, end.run);
  }
  return `Cannot tell: ${
    lowerFirst(problem.value ?? "Not all tests could be carried out in this browser.")
  }`;
}
