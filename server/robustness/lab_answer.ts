/** What the lab's thread answers: a report as JSON bytes, or why there is none. */
import { hashedSettings } from "../../contracts/engine_settings.ts";
import { candlesFromColumns, runBacktest } from "../../engine/mod.ts";
import { robustnessToJson, runRobustness } from "../../engine/robustness.ts";
import { describeError } from "../logging/log_error.ts";
import { compilations } from "../strategies/compilations.ts";
import type { KnownResult, LabReply, LabRequest } from "./lab_protocol.ts";

/** Runs all tests, once the run itself has given its result again. */
export async function labAnswer(request: LabRequest): Promise<LabReply> {
  const { candles: columns, definition, known, others, trials } = request;
  try {
    const compiled = compilations.of(definition);
    if (compiled.kind !== "sound") {
      return { kind: "refused", message: compiled.faults.map((f) => f.message).join(" ") };
    }
    const { timeframeMs } = columns;
    const candles = candlesFromColumns(columns, { timeframeMs });
    const settings = hashedSettings(request.settings)
      .find((one) => isSame(runBacktest(candles, compiled.plan, one), known));
    if (!settings) return { kind: "differs" };
    const report = await runRobustness({
      candles,
      document: compiled.document,
      settings,
      others: others.map(({ asset, timeframe, candles }) => ({
        asset,
        timeframe,
        candles: candlesFromColumns(candles, { timeframeMs: candles.timeframeMs }),
      })),
      ...(trials ? { trials } : {}),
    });
    const json = new TextEncoder().encode(JSON.stringify(robustnessToJson(report)));
    return { kind: "report", json };
  } catch (error) {
    if (error instanceof RangeError) return { kind: "refused", message: error.message };
    return { kind: "broken", error: describeError(error) };
  }
}

function isSame(
  { runHash, equity }: { readonly runHash: string; readonly equity: Float64Array },
  known: KnownResult,
): boolean {
  if (known.runHash === runHash) return true;
  return known.equity !== null && known.equity.length === equity.length &&
    equity.every((value, bar) => value === known.equity![bar]);
}
