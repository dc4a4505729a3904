/** The number at the bell follows the stream of events, while the page is in view. */
import assert from "node:assert/strict";
import { readUnread } from "./bell.ts";
import { bellName, bellNumber } from "./bell_words.ts";

Deno.test("bell: what it says", () => {
  assert.deepEqual([0, 1, 99, 100].map(bellNumber), ["", "1", "99", "99+"]);
  assert.deepEqual([0, 3].map(bellName), ["Notices", "Notices, 3 unread"]);
});

Deno.test("bell: only a count is taken for one", () => {
  assert.equal(readUnread('{"unread":3}'), 3);
  for (const data of ['{"unread":-1}', '{"unread":"3"}', "null", "3", "", "<", undefined]) {
    assert.equal(readUnread(data), null, String(data));
  }
});
