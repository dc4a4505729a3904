/** Columns that are written otherwise than they are read. */
import type { ColumnType } from "kysely";

/** A time the database fills in when the caller does not. */
export type DefaultedTime = ColumnType<Date, Date | undefined, Date>;

/** A JSON column: an object in code, text on its way in. */
export type Json<T> = ColumnType<T, string, string>;
