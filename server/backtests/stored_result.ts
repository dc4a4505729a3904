/** The one reader of stored results: of every format so far, and of bytes that are none. */
import { RESULT_FORMAT } from "../../contracts/result_format.ts";
import { type AnyResult, anyResultSchema, type RunResult } from "../../contracts/results.ts";
import { completeResult } from "./complete_result.ts";
import { isPacked, NewerPackingError, unpackResult } from "./packed_result.ts";

/** A stored result cannot be read. The message is for the log; what a person reads is `words`. */
export class UnreadableResultError extends Error {
  override readonly name = "UnreadableResultError";
  constructor(
    message: string,
    readonly words: string = "The stored result cannot be read. Run again.",
  ) {
    super(message);
  }
}

const NEWER =
  "This result was made by a newer version of Blockbuilders, and this one cannot read it. Run again.";

export interface StoredResult {
  /** In the present shape, whatever version made it. */
  readonly result: RunResult;
  /** The same as UTF-8 JSON; of a packed result it is written when it is asked for. */
  readonly json: Uint8Array;
}

/**
 * Reads a stored result.
 *
 * @throws {UnreadableResultError} for bytes that are neither packed nor JSON, no result, a result that contradicts itself, or one of a format
 * that a later version writes
 */
export function readStoredResult(bytes: Uint8Array): StoredResult {
  const packed = isPacked(bytes);
  const raw = packed ? unpack(bytes) : parseJson(bytes);
  const format = formatOf(raw);
  const parsed = anyResultSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join(".").slice(0, 200);
    throw new UnreadableResultError(`${path || "the whole"}: ${issue?.message.slice(0, 200)}`);
  }
  const problem = contradiction(parsed.data);
  if (problem) throw new UnreadableResultError(problem);
  const result = completeResult(parsed.data);
  const isWhole = format === RESULT_FORMAT &&
    result.not_recorded.length === parsed.data.not_recorded?.length;
  let json = isWhole && !packed ? bytes : null;
  // As it was packed: checking puts the keys in another order.
  const answered = isWhole ? raw : result;
  return {
    result,
    get json() {
      return json ??= new TextEncoder().encode(JSON.stringify(answered));
    },
  };
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return unpackResult(bytes);
  } catch (error) {
    if (error instanceof NewerPackingError) throw new UnreadableResultError(error.message, NEWER);
    throw new UnreadableResultError(
      `cannot be unpacked: ${(error as Error).message.slice(0, 200)}`,
    );
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new UnreadableResultError(`no JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

/** Results say their format from 3 on. */
function formatOf(raw: unknown): number {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new UnreadableResultError("not an object");
  }
  const { format } = raw as Record<string, unknown>;
  if (format === undefined) return "monthly_returns" in raw ? 2 : 1;
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) {
    throw new UnreadableResultError("format: not a number of a format");
  }
  if (format > RESULT_FORMAT) {
    throw new UnreadableResultError(
      `format ${format} is newer than ${RESULT_FORMAT}`,
      NEWER,
    );
  }
  return format;
}

/** Why the parts of a result cannot belong together, `null` when they do. */
function contradiction({ data, equity, buy_and_hold, trades }: AnyResult): string | null {
  const { time, value } = equity;
  const bars = time.length;
  if (bars === 0 || value.length !== bars) return "equity: its columns have different lengths";
  for (let i = 1; i < bars; i++) {
    if (!(time[i]! > time[i - 1]!)) {
      return `equity.time: bar ${i} does not come after the one before`;
    }
  }
  // First and last time have been checked for what a date can hold, and all others lie between them.
  if (data.bars !== bars) return "data.bars: the curve has another length";
  if (data.first_time !== time[0] || data.last_time !== time[bars - 1]) {
    return "data: the curve begins or ends at another time";
  }
  if (data.first_tradable_bar !== null && data.first_tradable_bar >= bars) {
    return "data.first_tradable_bar: there is no such bar";
  }
  if (buy_and_hold && buy_and_hold.value.length !== bars) {
    return "buy_and_hold: the curve has another length";
  }
  const lost = trades.findIndex(({ entry_bar, exit_bar }) =>
    entry_bar >= bars || (exit_bar !== null && exit_bar >= bars)
  );
  return lost < 0 ? null : `trades.${lost}: there is no such bar`;
}
