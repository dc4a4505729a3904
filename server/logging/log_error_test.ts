import assert from "node:assert/strict";
import { describeError, errorFrom, errorText } from "./log_error.ts";

Deno.test("error: name, message, code and stack are kept, and the whole chain of causes", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const pool = new AggregateError([refused, new RangeError("second")], "all addresses failed");
  const top = new TypeError("cannot save", { cause: pool });
  const { name, message, stack, cause } = describeError(top);
  assert.deepEqual([name, message], ["TypeError", "cannot save"]);
  assert.match(stack ?? "", /^TypeError: cannot save\n\s+at .*log_error_test\.ts/);
  assert.deepEqual([cause?.name, cause?.message], ["AggregateError", "all addresses failed"]);
  assert.deepEqual(
    cause?.errors?.map((error) => [error.name, error.message, error.code]),
    [["Error", "connect ECONNREFUSED", "ECONNREFUSED"], ["RangeError", "second", undefined]],
  );
  assert.ok(cause?.errors?.every((error) => error.stack?.includes("log_error_test.ts")));
});

Deno.test("error: whatever is thrown can be described", () => {
  const circle = new Error("a");
  circle.cause = new Error("b", { cause: circle });
  assert.equal(describeError(circle).cause?.message, "b");
  assert.equal(describeError(circle).cause?.cause, undefined);

  let deep = new Error("0");
  for (let i = 1; i < 100; i++) deep = new Error(String(i), { cause: deep });
  assert.ok(JSON.stringify(describeError(deep)).length < 100_000);
  assert.equal(describeError(new Error("x".repeat(1e6))).message.length, 2_001);
  const many = new AggregateError(Array.from({ length: 1_000 }, (_, i) => new Error(String(i))));
  assert.equal(describeError(many).errors?.length, 10);

  const hostile = new Error("x");
  for (const key of ["name", "message", "stack", "code", "cause"]) {
    Object.defineProperty(hostile, key, {
      get() {
        throw new Error("no");
      },
    });
  }
  assert.equal(describeError(hostile).name, "undefined");
  const broken = {
    toJSON() {
      throw new Error("no");
    },
  };
  for (const value of [undefined, null, "plain", 7n, Symbol("s"), { a: 1 }, broken, []]) {
    const { name, message } = describeError(value);
    assert.equal(name, "thrown");
    assert.equal(typeof message, "string");
  }
  assert.equal(describeError({ message: "from a library" }).message, "from a library");
  assert.equal(describeError(new DOMException("gone", "AbortError")).name, "AbortError");
});

Deno.test("error: as text it is one line", () => {
  assert.equal(errorText(new RangeError("too\nfar")), "RangeError: too far");
  assert.equal(errorText("plain\u2028text"), "plain text");
});

Deno.test("error: described in one thread, it is the same error in another", () => {
  const thrown = new RangeError("beyond the end", {
    cause: new AggregateError([Object.assign(new Error("x"), { code: 5 })], "both"),
  });
  const described = describeError(thrown);
  assert.deepEqual(describeError(errorFrom(structuredClone(described))), described);
});
