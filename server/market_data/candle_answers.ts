/**
 * Candles as answers of the API: put together of columns, and of texts of months that are written once. What has been put
 * together is kept by its digest for the next one who asks, and packed once.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { ByteCache } from "./byte_cache.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import { type MonthPart, type Selection } from "./candle_reader.ts";
import { giveWay } from "../threads/give_way.ts";
import { COLUMN_NAMES, columnBytes, type ColumnName } from "./month_columns.ts";
import { seriesName } from "./series.ts";

/** How candles travel: columns as one binary body (`engine/candles/codec.ts`), or JSON. */
export type CandleForm = "binary" | "json";

/** What is told of the candles beside them. */
export interface CandleFacts {
  readonly venue: string;
  readonly synthetic: boolean;
  /** False when a part could not be fetched from the exchange. */
  readonly complete: boolean;
}

/** Changes when the same candles are written otherwise. */
const FORMAT = 1;
const BODY_BYTES = 32 * 1024 * 1024;
const TEXT_BYTES = 16 * 1024 * 1024;
const HEADER_BYTES = 16;
/** Below this packing saves nothing worth its time. */
const LEAST_PACKED_BYTES = 2_000;
/** Months whose texts are written before others get their turn: about 5 ms. */
const TEXTS_AT_ONCE = 8;
const pack = promisify(gzip);

export class CandleAnswers {
  readonly #bodies = new ByteCache<Promise<Uint8Array<ArrayBuffer>>>(BODY_BYTES);
  readonly #texts = new ByteCache<Readonly<Record<ColumnName, Uint8Array>>>(TEXT_BYTES);

  /** Names the candles and how they are told: equal digests are equal bodies. */
  digest(selection: Selection, form: CandleForm, facts: CandleFacts): string {
    const parts = selection.parts.map(({ month, version, start, end }) => [
      month,
      version,
      start,
      end,
    ]);
    return createHash("sha256")
      .update(JSON.stringify([FORMAT, form, seriesName(selection.key), facts, parts]))
      .digest("base64url").slice(0, 27);
  }

  /** The body, packed with gzip where that is asked for. */
  async body(
    digest: string,
    selection: Selection,
    form: CandleForm,
    facts: CandleFacts,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return await this.#once(
      digest,
      () =>
        form === "binary"
          ? Promise.resolve(binaryBody(selection))
          : this.#jsonBody(selection, facts),
    );
  }

  /** {@link body} as gzip; `null` when it is too short to gain by it. */
  async packed(
    digest: string,
    selection: Selection,
    form: CandleForm,
    facts: CandleFacts,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    if (selection.length * 48 < LEAST_PACKED_BYTES) return null;
    return await this.#once(
      `${digest} gzip`,
      async () => new Uint8Array(await pack(await this.body(digest, selection, form, facts))),
    );
  }

  /** What `make` makes, made once as long as it is kept; those who come meanwhile wait for it. */
  #once(
    name: string,
    make: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#bodies.get(name);
    if (known) return known;
    const making = make();
    this.#bodies.set(name, making, 0);
    making.then(
      (bytes) => this.#bodies.set(name, making, bytes.byteLength),
      () => this.#bodies.delete(name),
    );
    return making;
  }

  async #jsonBody(
    { key, parts, hasVolume }: Selection,
    { venue, synthetic, complete }: CandleFacts,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { asset, timeframe } = key;
    const timeframe_ms = MARKET_TIMEFRAMES[timeframe];
    const head = JSON.stringify({ asset, timeframe, timeframe_ms, venue, synthetic, complete });
    const texts: Readonly<Record<ColumnName, Uint8Array>>[] = [];
    for (const [i, part] of parts.entries()) {
      if (i > 0 && i % TEXTS_AT_ONCE === 0) await giveWay();
      texts.push(this.#textsOf(`${part.version} ${part.month} ${seriesName(key)}`, part));
    }
    const pieces: Uint8Array[] = [bytesOf(head.slice(0, -1))];
    for (const name of COLUMN_NAMES) {
      if (name === "volume" && !hasVolume) {
        pieces.push(bytesOf(`,"${name}":null`));
        continue;
      }
      pieces.push(bytesOf(`,"${name}":[`));
      for (const [i, text] of texts.entries()) {
        if (i > 0) pieces.push(COMMA);
        pieces.push(text[name]);
      }
      pieces.push(bytesOf("]"));
    }
    pieces.push(bytesOf("}"));
    return joined(pieces);
  }

  #textsOf(name: string, { columns, start, end }: MonthPart) {
    const whole = start === 0 && end === columns.length;
    const known = whole ? this.#texts.get(name) : undefined;
    if (known) return known;
    const texts = Object.fromEntries(
      COLUMN_NAMES.map((field) => [field, bytesOf(columns[field].subarray(start, end).join(","))]),
    ) as Record<ColumnName, Uint8Array>;
    if (whole) {
      const bytes = COLUMN_NAMES.reduce((sum, field) => sum + texts[field].byteLength, 500);
      this.#texts.set(name, texts, bytes);
    }
    return texts;
  }
}

/** As `encodeCandles` writes it, column by column instead of value by value. */
function binaryBody({ key, parts, length, hasVolume }: Selection): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + COLUMN_NAMES.length * 8 * length);
  const view = new DataView(bytes.buffer);
  bytes.set(bytesOf("BBC1"));
  view.setUint32(4, length, true);
  view.setFloat64(8, MARKET_TIMEFRAMES[key.timeframe], true);
  let at = HEADER_BYTES;
  for (const name of COLUMN_NAMES) {
    for (const { columns, start, end } of parts) {
      const column = columns[name].subarray(start, end);
      bytes.set(
        columnBytes(name === "volume" && !hasVolume ? column.slice().fill(NaN) : column),
        at,
      );
      at += column.byteLength;
    }
  }
  return bytes;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const COMMA = bytesOf(",");

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
