/**
 * The candles of one month as columns, and as the blob that keeps them: gzip over a header, the version that the rows had, and
 * the columns as float64, little-endian. What cannot be read, or is of another version, is made anew from the rows.
 */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

/** The fields of a candle in the order of every encoding. */
export const COLUMN_NAMES = ["time", "open", "high", "low", "close", "volume"] as const;
export type ColumnName = typeof COLUMN_NAMES[number];

/** Candles as they are stored; a volume that is not known is NaN. Never written to: they are shared. */
export interface MonthColumns extends Readonly<Record<ColumnName, Float64Array>> {
  readonly length: number;
  /** Whether a volume is missing. */
  readonly lacksVolumes: boolean;
}

/** What a blob must be of to be used. */
export interface MonthIdentity {
  /** First moment of the month and of the next one, Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly version: string;
}

const MAGIC = "BBM1";
const HEADER_BYTES = 48;
/** A month of 1m candles is 2.2 MB; what unpacks to more is none. */
const MOST_BYTES = 16 * 1024 * 1024;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Columns of `length` candles, to be filled in. */
export function emptyColumns(length: number): Record<ColumnName, Float64Array> {
  const buffer = new Float64Array(COLUMN_NAMES.length * length);
  const columns = COLUMN_NAMES.map((name, k) =>
    [name, buffer.subarray(k * length, (k + 1) * length)] as const
  );
  return Object.fromEntries(columns) as Record<ColumnName, Float64Array>;
}

export function monthColumns(columns: Readonly<Record<ColumnName, Float64Array>>): MonthColumns {
  const { time, open, high, low, close, volume } = columns;
  const lacksVolumes = volume.some(Number.isNaN);
  return { time, open, high, low, close, volume, length: time.length, lacksVolumes };
}

/** The bytes of a column, little-endian; shared with it where the machine's numbers lie like that. */
export function columnBytes(column: Float64Array): Uint8Array {
  if (LITTLE_ENDIAN) return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const bytes = new Uint8Array(column.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < column.length; i++) view.setFloat64(i * 8, column[i] ?? NaN, true);
  return bytes;
}

/** The blob of a month; packing it is no work of the calling thread. */
export async function encodeMonth(columns: MonthColumns, version: string): Promise<Uint8Array> {
  const { length } = columns;
  const bytes = new Uint8Array(HEADER_BYTES + COLUMN_NAMES.length * 8 * length);
  new TextEncoder().encodeInto(`${MAGIC}${version}`.slice(0, HEADER_BYTES - 4), bytes);
  new DataView(bytes.buffer).setUint32(HEADER_BYTES - 4, length, true);
  for (const [k, name] of COLUMN_NAMES.entries()) {
    bytes.set(columnBytes(columns[name]), HEADER_BYTES + k * 8 * length);
  }
  return new Uint8Array(await pack(bytes, { level: 6 }));
}

/** The columns of a blob; `null` when it is damaged, of something else or of another version. */
export async function decodeMonth(
  blob: Uint8Array,
  { fromMs, toMs, version }: MonthIdentity,
): Promise<MonthColumns | null> {
  let bytes: Uint8Array;
  try {
    // The packed form carries a checksum: what unpacks is what was packed.
    bytes = await unpack(blob, { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
  const head = `${MAGIC}${version}`;
  if (bytes.length < HEADER_BYTES) return null;
  if (new TextDecoder().decode(bytes.subarray(0, head.length)) !== head) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(HEADER_BYTES - 4, true);
  if (bytes.length !== HEADER_BYTES + COLUMN_NAMES.length * 8 * length) return null;
  const columns = emptyColumns(length);
  for (const [k, name] of COLUMN_NAMES.entries()) {
    const column = columns[name];
    const at = HEADER_BYTES + k * 8 * length;
    if (LITTLE_ENDIAN) columnBytes(column).set(bytes.subarray(at, at + 8 * length));
    else for (let i = 0; i < length; i++) column[i] = view.getFloat64(at + 8 * i, true);
  }
  const { time } = columns;
  const inside = time.every((at, i) =>
    at >= fromMs && at < toMs && (i === 0 || at > (time[i - 1] ?? 0))
  );
  return inside ? monthColumns(columns) : null;
}
