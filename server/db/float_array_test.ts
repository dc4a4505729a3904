import assert from "node:assert/strict";
import { sql } from "kysely";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { floatArray } from "./float_array.ts";

const VALUES = [0, -0, 0.1 + 0.2, -1e-320, Number.MAX_VALUE, NaN, Infinity, 67_432.12, 2 ** 53];

testOnBoth("columns of numbers arrive bit by bit, and empty ones as empty", async ({ db }) => {
  const { rows } = await sql<{ sent: string; text: string; none: number }>`
    select string_agg(encode(float8send(value), 'hex'), ',' order by at) as sent,
        (select cardinality(${"{1.5}"}::float8[])) as text,
        (select cardinality(${floatArray(new Float64Array())}::float8[])) as none
      from unnest(${
    floatArray(Float64Array.from(VALUES))
  }::float8[]) with ordinality as g (value, at)`
    .execute(db);
  const hex = VALUES.map((value) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  });
  assert.deepEqual(rows, [{ sent: hex.join(","), text: 1, none: 0 }]);
});
