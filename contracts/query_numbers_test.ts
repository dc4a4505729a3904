import assert from "node:assert/strict";
import { queryNumber, readWholeNumber } from "./query_numbers.ts";

const REFUSED = [
  "",
  " ",
  " 5",
  "5 ",
  "+5",
  "-5",
  "-0",
  "05",
  "00",
  "5.0",
  "5.",
  ".5",
  "5e1",
  "1_000",
  "1,000",
  "0x10",
  "0o17",
  "0b11",
  "٥",
  "５",
  "5n",
  "NaN",
  "Infinity",
  "true",
  "null",
  "[5]",
  "9007199254740993",
  "1".repeat(400),
];

Deno.test("whole numbers: decimal digits are read", () => {
  for (const number of [0, 7, 10, 500, 1_000_000, 999_999_999_999_999]) {
    assert.equal(readWholeNumber(String(number)), number);
  }
});

Deno.test("whole numbers: every other spelling is refused", () => {
  for (const text of REFUSED) assert.equal(readWholeNumber(text), null, JSON.stringify(text));
});

Deno.test("query numbers: the bounds belong to it, and a refusal names parameter and bounds", () => {
  const limit = queryNumber("limit", 1, 500);
  assert.equal(limit.parse("1"), 1);
  assert.equal(limit.parse("500"), 500);
  assert.equal(limit.optional().parse(undefined), undefined);
  for (const text of [...REFUSED, "0", "501", "999999999999999"]) {
    const { error } = limit.safeParse(text);
    assert.deepEqual(
      error?.issues.map(({ message }) => message),
      ["limit is a whole number from 1 to 500, in digits."],
      JSON.stringify(text),
    );
  }
});
