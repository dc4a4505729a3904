/** Rows of one shape, as trades are, as columns: numbers, truths, and words of which there are few. */
import type { ColumnHead, ColumnReader, ColumnWriter } from "./packed_columns.ts";

/** A column of a field of rows. */
export interface FieldHead {
  readonly name: string;
  readonly kind: "number" | "boolean" | "word";
  /** Of `word`: what the numbers of the column stand for. */
  readonly words?: readonly string[] | undefined;
  readonly column: ColumnHead;
  /** Which rows have `null` there, as a column of 0 and 1; absent where none has. */
  readonly nulls?: ColumnHead | undefined;
}

export interface RowsHead {
  readonly count: number;
  readonly fields: readonly FieldHead[];
}

type Row = Readonly<Record<string, unknown>>;

/** Writes rows as columns; `null`, and nothing is written, where they are not of one shape of simple values. */
export function writeRows(rows: readonly object[], writer: ColumnWriter): RowsHead | null {
  const all = rows as readonly Row[];
  const names = Object.keys(all[0] ?? {});
  if (names.length === 0) return null;
  const isAlike = (row: Row) => {
    const own = Object.keys(row);
    return own.length === names.length && own.every((name, k) => name === names[k]);
  };
  if (!all.every(isAlike)) return null;
  const kinds = names.map((name) => kindOf(all, name));
  if (kinds.includes(null)) return null;
  return {
    count: all.length,
    fields: names.map((name, k) => writeField(all, name, kinds[k]!, writer)),
  };
}

/** @throws {RangeError} where head and bytes do not fit */
export function readRows({ count, fields }: RowsHead, reader: ColumnReader): Row[] {
  const columns = fields.map((field) => {
    const values = reader.read(field.column);
    const nulls = field.nulls ? reader.read(field.nulls) : null;
    if (values.length !== count || (nulls !== null && nulls.length !== count)) {
      throw new RangeError(`the column ${field.name} has another length`);
    }
    return { ...field, values, nulls };
  });
  return Array.from({ length: count }, (_, i) => {
    const row: Record<string, unknown> = {};
    for (const { name, kind, words = [], values, nulls } of columns) {
      const value = values[i]!;
      const known = kind === "number" ? value : kind === "boolean" ? value === 1 : words[value];
      if (known === undefined) throw new RangeError(`an unknown word in the column ${name}`);
      row[name] = nulls !== null && nulls[i] === 1 ? null : known;
    }
    return row;
  });
}

function kindOf(rows: readonly Row[], name: string): FieldHead["kind"] | null {
  const types = new Set<string>();
  for (const row of rows) if (row[name] !== null) types.add(typeof row[name]);
  // JSON has no number for what is not finite.
  if (types.has("number") && rows.some((row) => Number.isNaN(row[name]))) return null;
  const [type = "number", ...others] = types;
  if (others.length > 0) return null;
  if (type === "string") return "word";
  return type === "number" || type === "boolean" ? type : null;
}

function writeField(
  rows: readonly Row[],
  name: string,
  kind: FieldHead["kind"],
  writer: ColumnWriter,
): FieldHead {
  const words = kind === "word"
    ? [...new Set(rows.flatMap((row) => typeof row[name] === "string" ? [row[name]] : []))]
    : null;
  const numbers = new Map(words?.map((word, n) => [word, n]));
  const values = Float64Array.from(rows, (row) => {
    const value = row[name];
    return value === null ? 0 : words ? numbers.get(value as string)! : Number(value);
  });
  const column = writer.write(values);
  const hasNulls = rows.some((row) => row[name] === null);
  return {
    name,
    kind,
    ...(words ? { words } : {}),
    column,
    ...(hasNulls
      ? { nulls: writer.write(Float64Array.from(rows, (row) => row[name] === null ? 1 : 0)) }
      : {}),
  };
}
