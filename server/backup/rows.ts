/**
 * The rows of a database as lines of JSON that PostgreSQL itself writes and reads, whichever of the two drivers it is behind:
 * every number, time and NaN comes back as it was.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import type { TarEntry } from "./tar.ts";
import { type Contents, tablePart } from "./format.ts";

/** About as much as one entry holds, bytes. */
const PART_BYTES = 1_000_000;
const FIRST_FETCH = 50;
const LARGEST_FETCH = 2_000;

type Db = Kysely<Database> | Transaction<Database>;

/** Sees one state of the database until it ends, whatever others write. Writes nothing. */
export async function beginSnapshot(trx: Transaction<Database>): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(trx);
  // Times are written with the zone's offset.
  await sql`set local timezone = 'UTC'`.execute(trx);
}

/** The app's tables, by name. */
export async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
      and c.relname not like 'kysely_%' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

/** Names of the migrations that a database has had, in order; none in a database without tables. */
export async function appliedMigrations(db: Db): Promise<string[]> {
  const { rows: [table] } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (!table?.there) return [];
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Whether any of the tables has a row. */
export async function hasRows(db: Db, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length > 0) return true;
  }
  return false;
}

/** All rows of a table in parts of about a megabyte; `counted` is told how many there are in each. */
export async function* dumpTable(
  trx: Transaction<Database>,
  table: string,
  counted: (rows: number) => void,
): AsyncGenerator<TarEntry> {
  const cursor = sql.raw("backup_rows");
  await sql`declare ${cursor} no scroll cursor for
    select row_to_json(t)::text as line from ${sql.table(table)} t`.execute(trx);
  let part = 0;
  let lines: string[] = [];
  let size = 0;
  let fetch = FIRST_FETCH;
  const entry = () => {
    // Between the parts of a JSON column there may be line breaks; in its texts there are none.
    const text = lines.map((line) => `${line.replaceAll("\n", " ")}\n`).join("");
    counted(lines.length);
    lines = [];
    size = 0;
    return { name: tablePart(table, ++part), bytes: new TextEncoder().encode(text) };
  };
  for (;;) {
    const { rows } = await sql<{ line: string }>`
      fetch ${sql.raw(String(fetch))} from ${cursor}`.execute(trx);
    if (rows.length === 0) break;
    let fetched = 0;
    for (const { line } of rows) {
      lines.push(line);
      fetched += line.length;
    }
    size += fetched;
    fetch = Math.max(1, Math.min(LARGEST_FETCH, Math.ceil(PART_BYTES * rows.length / fetched)));
    if (size >= PART_BYTES) yield entry();
  }
  if (lines.length > 0) yield entry();
  await sql`close ${cursor}`.execute(trx);
}

/** The columns of a table that a row brings along; the others are computed from them. */
export async function columnsOf(trx: Transaction<Database>, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum`.execute(trx);
  return rows.map(({ name }) => name);
}

/** Adds the rows of a part to a table. */
export async function fillTable(
  trx: Transaction<Database>,
  table: string,
  columns: readonly string[],
  ndjson: Uint8Array,
): Promise<void> {
  const lines = new TextDecoder().decode(ndjson).split("\n").filter((line) => line !== "");
  const json = `[${lines.join(",")}]`;
  const names = sql.join(columns.map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${names}) overriding system value
    select ${names} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`
    .execute(trx);
}

/** Switches the app's own triggers of tables off or on. */
export async function setTriggers(
  trx: Transaction<Database>,
  tables: readonly string[],
  to: "enable" | "disable",
): Promise<void> {
  for (const table of tables) {
    await sql`alter table ${sql.table(table)} ${sql.raw(to)} trigger user`.execute(trx);
  }
}

/**
 * Runs `fill` with triggers off and references between rows checked only at its end, so that rows come back as they were and in
 * any order.
 *
 * @throws when a row refers to one that is not there
 */
export async function unchecked(
  trx: Transaction<Database>,
  tables: readonly string[],
  fill: () => Promise<void>,
): Promise<void> {
  const { rows: references } = await sql<{ table: string; name: string }>`
    select c.relname as table, k.conname as name
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and not k.condeferrable
      and k.connamespace = current_schema()::regnamespace`.execute(trx);
  await setTriggers(trx, tables, "disable");
  const alter = async ({ table, name }: { table: string; name: string }, how: string) => {
    await sql`alter table ${sql.table(table)} alter constraint ${sql.ref(name)} ${sql.raw(how)}`
      .execute(trx);
  };
  for (const reference of references) await alter(reference, "deferrable initially deferred");
  await fill();
  await sql`set constraints all immediate`.execute(trx);
  for (const reference of references) await alter(reference, "not deferrable");
  await setTriggers(trx, tables, "enable");
}

/** Where the sequences stand. */
export async function readSequences(trx: Transaction<Database>): Promise<Contents["sequences"]> {
  const { rows: names } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'S' and relnamespace = current_schema()::regnamespace order by 1`.execute(trx);
  const found: Contents["sequences"] = [];
  for (const { name } of names) {
    const { rows } = await sql<{ last_value: number; is_called: boolean }>`
      select last_value, is_called from ${sql.table(name)}`.execute(trx);
    for (const { last_value, is_called } of rows) {
      found.push({ name, last_value: Number(last_value), is_called });
    }
  }
  return found;
}

export async function setSequences(
  trx: Transaction<Database>,
  sequences: Contents["sequences"],
): Promise<void> {
  for (const { name, last_value, is_called } of sequences) {
    await sql`select setval(${name}::regclass, ${last_value}, ${is_called})`.execute(trx);
  }
}
