/** Tags in a JSON column, such as `strategies.tags`. A value that is no list has none. */
import { type RawBuilder, sql } from "kysely";

/** Whether one of the tags is `tag`, whatever the case. */
export function hasTag(column: string, tag: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from ${entries(column)} where lower(entry) = lower(${tag}))`;
}

/** Whether one of the tags matches a pattern of `ilike`. */
export function hasTagLike(column: string, pattern: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from ${entries(column)} where entry ilike ${pattern})`;
}

function entries(column: string): RawBuilder<unknown> {
  const tags = sql.ref(column);
  return sql`jsonb_array_elements_text(
    case jsonb_typeof(${tags}) when 'array' then ${tags} else '[]'::jsonb end
  ) as entry`;
}
