/** What an engine thread answers: the result of a strategy on candles as it is stored, or why there is none. */
import { createHash } from "node:crypto";
import { RESULT_FORMAT } from "../../contracts/result_format.ts";
import type { RunResult } from "../../contracts/results.ts";
import {
  buyAndHoldEquity,
  candlesFromColumns,
  resultToJson,
  runBacktest,
} from "../../engine/mod.ts";
import { contentHash, dailySharpeOf } from "../../engine/trials.ts";
import { describeError } from "../logging/log_error.ts";
import type { Compilations } from "../strategies/compilations.ts";
import { longestJson, packResult } from "./packed_result.ts";
import { sparklineOf } from "./sparkline.ts";
import type { EngineReply, EngineRequest } from "./engine_protocol.ts";

/** Runs one backtest; what cannot be run is an answer too. */
export function answer(request: EngineRequest, compilations: Compilations): EngineReply {
  const { id, candles: columns, definition, settings, maxResultBytes } = request;
  try {
    const compiled = compilations.of(definition);
    if (compiled.kind !== "sound") {
      return {
        id,
        kind: "refused",
        messages: compiled.faults.map((f) => f.message),
      };
    }
    const { timeframeMs } = columns;
    const candles = candlesFromColumns(columns, { timeframeMs });
    const result = runBacktest(candles, compiled.plan, settings, nativeSha256);
    const body = resultToJson(result);
    const { metrics } = body;
    const stored: RunResult = {
      format: RESULT_FORMAT,
      ...body,
      warnings: compiled.warnings,
      buy_and_hold: { value: Array.from(buyAndHoldEquity(result)) },
      not_recorded: [],
    };
    if (longestJson(stored) > maxResultBytes) return { id, kind: "too_large" };
    return {
      id,
      kind: "result",
      bytes: packResult(stored, candles.close),
      content: { hash: contentHash(compiled.plan.document), sharpeDaily: dailySharpeOf(metrics) },
      summary: {
        engine_version: body.engine_version,
        run_hash: body.run_hash,
        total_return: metrics.total_return ?? null,
        cagr: metrics.cagr ?? null,
        max_drawdown: metrics.max_drawdown ?? null,
        num_trades: metrics.num_trades ?? null,
        win_rate: metrics.win_rate ?? null,
        buy_and_hold_return: metrics.buy_and_hold_return ?? null,
        sparkline: sparklineOf(result.equity, settings.initialCapital),
      },
    };
  } catch (error) {
    const described = describeError(error);
    if (error instanceof RangeError) {
      return { id, kind: "refused", messages: [error.message], error: described };
    }
    return { id, kind: "broken", error: described };
  }
}

/** The engine is pure; here is what the processor has for it. */
function nativeSha256() {
  const hash = createHash("sha256");
  return {
    update: (bytes: Uint8Array) => hash.update(bytes),
    hex: () => hash.digest("hex"),
  };
}
