import assert from "node:assert/strict";
import { type FrameShape, frameText, readFrame } from "./frame_cookie.ts";

Deno.test("frame: what is kept is read back, whatever has been left as it was", () => {
  const shapes: FrameShape[] = [
    { palette: null, inspector: null, dock: null },
    { palette: 0, inspector: 300, dock: 412 },
    { palette: 240, inspector: 0, dock: 0 },
  ];
  for (const shape of shapes) assert.deepEqual(readFrame(frameText(shape)), shape);
  assert.equal(readFrame(frameText({ palette: 219.6, inspector: null, dock: null })).palette, 220);
});

Deno.test("frame: what is no size is as if nothing had been chosen", () => {
  const nothing = { palette: null, inspector: null, dock: null };
  for (
    const text of [undefined, "", ".", "1.1.1", "99999.99999.99999", "a.b.c", "-220.2e2.NaN", "{}"]
  ) assert.deepEqual(readFrame(text), nothing, String(text));
});
