import assert from "node:assert/strict";

/** Asserts that two numbers agree to a relative 1e-9 (absolute below 1). */
export function near(actual: number | null | undefined, expected: number, what = ""): void {
  assert.ok(
    typeof actual === "number" &&
      Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what}${what && ": "}${actual} is not ${expected}`,
  );
}
