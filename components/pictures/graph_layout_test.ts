import assert from "node:assert/strict";
import { GUEST_TEMPLATES } from "../../studio/guest/guest_market.ts";
import { RULE } from "../../studio/testing/samples.ts";
import { tallPicture, widePicture } from "./graph_layout.ts";

Deno.test("graph picture: blocks stand as on the canvas, wires run from port to port in their kind", () => {
  const picture = widePicture(RULE);
  assert.deepEqual(picture.blocks.map(({ name, x }) => [name, x]), [
    ["RSI", 0],
    ["RSI(14) crosses above 30", 300],
    ["Buy", 600],
  ]);
  assert.match(picture.blocks[0]?.subtitle ?? "", /^14/);
  assert.deepEqual(picture.wires.map(({ kind }) => kind), ["series", "signal"]);
  assert.equal(picture.width, 810);
  const [rsi, cross] = picture.blocks;
  const out = rsi?.ports.find(({ side }) => side === "out");
  const into = cross?.ports.find(({ side, wired }) => side === "in" && wired);
  assert.equal(
    picture.wires[0]?.path,
    `M210 ${out?.y}C255 ${out?.y} 255 ${into?.y} 300 ${into?.y}`,
  );
});

Deno.test("graph picture: an unknown block is left out with its wires", () => {
  const [first, ...rest] = RULE.blocks;
  const blocks = [{ ...first!, type: "from_the_future" }, ...rest];
  const picture = widePicture({ ...RULE, blocks });
  assert.equal(picture.blocks.length, 2);
  assert.equal(picture.wires.length, 1);
});

Deno.test("graph picture: columns become rows where a phone has room for them", () => {
  const picture = tallPicture(RULE);
  assert.deepEqual(picture?.blocks.map(({ y }) => y), [0, 92, 184]);
  const crowded = RULE.blocks.map((block) => ({ ...block, position: { x: 0, y: 0 } }));
  assert.equal(tallPicture({ ...RULE, blocks: crowded }), null);
  for (const { id, document } of GUEST_TEMPLATES) {
    const tall = tallPicture(document);
    assert.ok(tall && tall.width <= 342, id);
    assert.equal(tall.wires.length, document.connections.length, id);
  }
});
