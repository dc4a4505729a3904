import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { OpenStreams } from "./open_streams.ts";

const refused = (error: unknown) =>
  error instanceof AppError && error.code === "rate_limited" &&
  error.options.retryAfterSeconds === 10;

Deno.test("open streams: as many of an account and of an address as they may have", () => {
  const streams = new OpenStreams(2, 3);
  const open = (user: string, address: string) => {
    const left = new AbortController();
    streams.open(user, address, left.signal);
    return left;
  };
  const first = open("ada", "1.1.1.1");
  open("ada", "2.2.2.2");
  assert.throws(() => open("ada", "3.3.3.3"), refused);
  open("eve", "2001:db8::1");
  open("bob", "2001:db8::2");
  open("eve", "2001:db8::3");
  assert.throws(() => open("bob", "2001:db8::4"), refused);
  open("bob", "2001:db8:1::4");
  first.abort();
  first.abort();
  const again = open("ada", "1.1.1.1");
  assert.throws(() => open("ada", "1.1.1.1"), refused, "once left, it is counted off once");
  again.abort();
});
