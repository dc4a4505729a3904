import assert from "node:assert/strict";
import { blockDefinition } from "../../engine/mod.ts";
import { decided, drawnWires } from "../../studio/canvas/folding.ts";
import { withPlaces } from "../../studio/canvas/layout.ts";
import { GUEST_TEMPLATES } from "../../studio/guest/guest_templates.ts";
import { RULE } from "../../studio/testing/samples.ts";
import { tallPicture, widePicture } from "./graph_layout.ts";

/** The rule with every block on a card of its own. */
const UNFOLDED = decided(RULE, blockDefinition);

Deno.test("graph picture: blocks stand as on the canvas, wires run from port to port in their kind", () => {
  const picture = widePicture(UNFOLDED);
  assert.deepEqual(picture.blocks.map(({ name, x }) => [name, x]), [
    ["RSI", 0],
    ["RSI(14) crosses above 30", 300],
    ["Buy", 600],
  ]);
  assert.match(picture.blocks[0]?.subtitle ?? "", /^14/);
  assert.deepEqual(picture.wires.map(({ kind }) => kind), ["series", "signal"]);
  const [rsi, cross, buy] = picture.blocks;
  assert.equal(picture.width, 600 + (buy?.width ?? NaN));
  const out = rsi?.ports.find(({ side }) => side === "out");
  const into = cross?.ports.find(({ side, wired }) => side === "in" && wired);
  assert.equal(
    picture.wires[0]?.path,
    `M180 ${out?.y}C240 ${out?.y} 240 ${into?.y} 300 ${into?.y}`,
  );
});

Deno.test("graph picture: what is folded stands in its condition's sentence, without card, wire and port", () => {
  const picture = widePicture(RULE);
  assert.deepEqual(picture.blocks.map(({ id }) => id), ["cross", "buy"]);
  const [cross] = picture.blocks;
  assert.deepEqual(cross?.parts.map(({ text }) => text), ["RSI 14", "crosses above", "30"]);
  assert.deepEqual(cross?.ports.map(({ side, label }) => [side, label]), [
    ["in", "Level"],
    ["out", "Signal"],
  ]);
  assert.equal(picture.wires.length, 1);
});

Deno.test("graph picture: an unknown block is left out with its wires", () => {
  const [first, ...rest] = UNFOLDED.blocks;
  const blocks = [{ ...first!, type: "from_the_future" }, ...rest];
  const picture = widePicture({ ...UNFOLDED, blocks });
  assert.equal(picture.blocks.length, 2);
  assert.equal(picture.wires.length, 1);
});

Deno.test("graph picture: columns become rows where a phone has room for them", () => {
  const picture = tallPicture(UNFOLDED);
  assert.deepEqual(picture?.blocks.map(({ y }) => y), [0, 92, 184]);
  assert.deepEqual(tallPicture(RULE)?.blocks.map(({ y }) => y), [0, 92]);
  const crowded = UNFOLDED.blocks.map((block, k) => ({ ...block, position: { x: 0, y: k } }));
  assert.equal(tallPicture({ ...UNFOLDED, blocks: crowded }), null);
  for (const { id, document } of GUEST_TEMPLATES) {
    const tall = tallPicture(document);
    assert.ok(tall && tall.width <= 342, id);
    const opened = withPlaces(document, blockDefinition);
    assert.equal(tall.wires.length, drawnWires(opened, blockDefinition).length, id);
  }
});
