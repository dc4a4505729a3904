/**
 * A result as it is stored: four bytes that say so, then gzip over the length of a head, the head (the result as JSON without
 * its long parts) and the long parts as columns. What comes out is what went in, to the last bit and in the same order.
 *
 * A curve of a position is cash and a quantity at the closes, so the closes are kept, and of the curves only what they differ
 * by from that, which is nothing nearly everywhere.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import type { RunResult } from "../../contracts/results.ts";
import { type ColumnHead, ColumnReader, ColumnWriter, type Prediction } from "./packed_columns.ts";
import { readRows, type RowsHead, writeRows } from "./packed_rows.ts";

/** First bytes of a packed result; JSON never begins with them. The fourth is the version of what follows. */
const MAGIC = [0x42, 0x42, 0x52] as const;
const VERSION = 1;
/** More than any result on offer unpacks to. */
const MOST_BYTES = 512 * 1024 * 1024;
/** What a bar and a trade are at the most as JSON, bytes: a time and two numbers; twenty named fields. */
const BAR_BYTES = 14 + 2 * 25;
const TRADE_BYTES = 700;
/** Noise is most of what is left: harder packing takes twice the time for a hundredth of the size. */
const LEVEL = 1;

/** A packed result of a later version of this program. */
export class NewerPackingError extends Error {
  override readonly name = "NewerPackingError";
}

const columnHead = z.object({
  as: z.enum(["whole", "linear", "bits"]),
  length: z.number(),
  planes: z.number(),
  places: z.number().optional(),
});
const rowsHead = z.object({
  count: z.number().int().min(0).max(16_777_216),
  fields: z.array(z.object({
    name: z.string(),
    kind: z.enum(["number", "boolean", "word"]),
    words: z.array(z.string()).optional(),
    column: columnHead,
    nulls: columnHead.optional(),
  })).min(1),
});
const headSchema = z.object({
  /** The result; parts that are columns are `null` in their places. */
  result: z.looseObject({
    equity: z.looseObject({}),
    buy_and_hold: z.looseObject({}).nullable(),
  }),
  trades: rowsHead.nullable(),
  drawdowns: rowsHead.nullable(),
  closes: columnHead.nullable(),
  time: columnHead,
  value: columnHead,
  /** What was left in cash while each trade was held. */
  cash: columnHead.nullable(),
  hold: z.object({ quantity: z.number(), value: columnHead }).nullable(),
});
type ReadHead = z.infer<typeof headSchema>;

/** As it is written. */
interface Head {
  readonly result: object;
  readonly trades: RowsHead | null;
  readonly drawdowns: RowsHead | null;
  readonly closes: ColumnHead | null;
  readonly time: ColumnHead;
  readonly value: ColumnHead;
  readonly cash: ColumnHead | null;
  readonly hold: { readonly quantity: number; readonly value: ColumnHead } | null;
}

type Held = Pick<RunResult["trades"][number], "entry_bar" | "exit_bar" | "quantity">;

/** How long a result is as JSON at the most, roughly, bytes. */
export function longestJson({ equity, trades }: Pick<RunResult, "equity" | "trades">): number {
  return equity.time.length * BAR_BYTES + trades.length * TRADE_BYTES;
}

/** Packs a result. With the closes of its bars it becomes much smaller. */
export function packResult(
  result: RunResult,
  closes: Float64Array | null,
): Uint8Array<ArrayBuffer> {
  const { trades, drawdowns, equity, buy_and_hold } = result;
  const writer = new ColumnWriter();
  const bars = equity.time.length;
  const base = closes?.length === bars && equity.value.length === bars ? closes : null;
  const value = Float64Array.from(equity.value);
  // In the order in which they are read.
  const packedTrades = writeRows(trades, writer);
  const packedDrawdowns = writeRows(drawdowns, writer);
  const closesHead = base ? writer.write(base) : null;
  const time = writer.write(Float64Array.from(equity.time));
  const predicts = base !== null && packedTrades !== null;
  const cashValues = predicts ? cashOf(trades, value, base) : null;
  const cash = cashValues ? writer.write(cashValues) : null;
  const valueHead = writer.write(
    value,
    predicts && cashValues ? ofTrades(trades, cashValues, base) : carried,
  );
  const hold = buy_and_hold ? writeHold(buy_and_hold.value, base, writer) : null;
  const head: Head = {
    result: {
      ...result,
      ...(packedTrades ? { trades: null } : {}),
      ...(packedDrawdowns ? { drawdowns: null } : {}),
      equity: { ...equity, time: null, value: null },
      ...(buy_and_hold ? { buy_and_hold: { ...buy_and_hold, value: null } } : {}),
    },
    trades: packedTrades,
    drawdowns: packedDrawdowns,
    closes: closesHead,
    time,
    cash,
    value: valueHead,
    hold,
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const columns = writer.bytes();
  const body = new Uint8Array(4 + text.length + columns.length);
  new DataView(body.buffer).setUint32(0, text.length, true);
  body.set(text, 4);
  body.set(columns, 4 + text.length);
  const packed = gzipSync(body, { level: LEVEL });
  const bytes = new Uint8Array(4 + packed.length);
  bytes.set([...MAGIC, VERSION]);
  bytes.set(packed, 4);
  return bytes;
}

/** Whether bytes say of themselves that they are a packed result. */
export function isPacked(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, k) => bytes[k] === byte);
}

/**
 * The value that was packed, which is a result only when it has been checked.
 *
 * @throws {NewerPackingError} for one of a later version
 * @throws {Error} for bytes that are damaged
 */
export function unpackResult(bytes: Uint8Array): unknown {
  const version = bytes[MAGIC.length];
  if (version !== undefined && version > VERSION) {
    throw new NewerPackingError(`packing ${version} is newer than ${VERSION}`);
  }
  if (version !== VERSION) throw new RangeError("a packing without a version");
  const body = gunzipSync(bytes.subarray(MAGIC.length + 1), { maxOutputLength: MOST_BYTES });
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0, true);
  if (4 + length > body.length) throw new RangeError("the head is cut off");
  const text = new TextDecoder("utf-8", { fatal: true }).decode(body.subarray(4, 4 + length));
  // Checked, but not replaced by what the check gives, whose keys have another order.
  const head: unknown = JSON.parse(text);
  assertHead(head);
  return assemble(head, new ColumnReader(body.subarray(4 + length)));
}

function assertHead(head: unknown): asserts head is ReadHead {
  headSchema.parse(head);
}

function assemble(head: ReadHead, reader: ColumnReader): unknown {
  const { result } = head;
  if (head.trades) result.trades = readRows(head.trades, reader);
  if (head.drawdowns) result.drawdowns = readRows(head.drawdowns, reader);
  const closes = head.closes ? reader.read(head.closes) : null;
  const time = reader.read(head.time);
  const cash = head.cash ? reader.read(head.cash) : null;
  const predict = closes && cash
    ? ofTrades(result.trades as readonly Held[], cash, closes)
    : carried;
  const value = reader.read(head.value, predict);
  result.equity.time = Array.from(time);
  result.equity.value = Array.from(value);
  if (head.hold && result.buy_and_hold) {
    const { quantity, value } = head.hold;
    const predict = ofHolding(quantity, closes, value.length);
    result.buy_and_hold.value = Array.from(reader.read(value, predict));
  }
  if (!reader.isAtEnd) throw new RangeError("there are more columns than the head names");
  return result;
}

const carried: Prediction = (i, before) => i > 0 ? before[i - 1]! : 0;

/** Cash and the quantity held at the close; without a position what it was. */
function ofTrades(trades: readonly Held[], cash: Float64Array, closes: Float64Array): Prediction {
  let next = 0;
  return (i, before) => {
    while (next < trades.length && !isBefore(i, trades[next]!)) next++;
    const trade = trades[next];
    return trade && i >= trade.entry_bar
      ? cash[next]! + trade.quantity * closes[i]!
      : carried(i, before);
  };
}

function isBefore(bar: number, { exit_bar }: Held): boolean {
  return exit_bar === null || bar < exit_bar;
}

/** What the curve tells of the cash beside each trade. */
function cashOf(
  trades: readonly Held[],
  value: Float64Array,
  closes: Float64Array,
): Float64Array {
  return Float64Array.from(trades, (trade) => {
    const { entry_bar: bar, quantity } = trade;
    return bar < value.length && isBefore(bar, trade) ? value[bar]! - quantity * closes[bar]! : 0;
  });
}

/** Until it is bought the capital stays what it is; then the quantity at the closes. */
function ofHolding(quantity: number, closes: Float64Array | null, length: number): Prediction {
  if (closes?.length !== length) return carried;
  return (i, before) => {
    const isCash = i > 0 && !isNear(before[i - 1]!, quantity * closes[i - 1]!);
    return isCash ? before[i - 1]! : quantity * closes[i]!;
  };
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(b);
}

function writeHold(
  values: readonly number[],
  closes: Float64Array | null,
  writer: ColumnWriter,
): Head["hold"] {
  const value = Float64Array.from(values);
  const { length } = value;
  const quantity = closes?.length === length ? quantityOf(value, closes) : 0;
  return { quantity, value: writer.write(value, ofHolding(quantity, closes, length)) };
}

/** The quantity whose value at the closes is the curve at most of the last bars. */
function quantityOf(value: Float64Array, closes: Float64Array): number {
  const { length } = value;
  const looked = Math.min(length, 64);
  let best = 0;
  let most = -1;
  for (let i = length - looked; i < length; i++) {
    const quantity = value[i]! / closes[i]!;
    if (!Number.isFinite(quantity)) continue;
    let right = 0;
    for (let k = length - looked; k < length; k++) if (quantity * closes[k]! === value[k]) right++;
    if (right > most) {
      most = right;
      best = quantity;
    }
    if (right === looked) break;
  }
  return best;
}
