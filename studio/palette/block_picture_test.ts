import assert from "node:assert/strict";
import { blockDefinition, BLOCKS } from "../../engine/mod.ts";
import { blockPicture } from "./block_picture.ts";
import { PICTURE } from "./picture_mark.ts";

Deno.test("blockPicture draws every block inside its frame, with what it does in the foreground", () => {
  for (const definition of BLOCKS) {
    const marks = blockPicture(definition);
    assert.ok(marks.some((mark) => mark.weight === "strong"), definition.type);
    for (const { d } of marks) {
      assert.match(d, /^M[\d.MLHVhvZ\- ]+$/, definition.type);
      for (const [, x, y] of d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
        assert.ok(Number(x) >= 0 && Number(x) <= PICTURE.width, `${definition.type}: ${d}`);
        assert.ok(Number(y) >= 0 && Number(y) <= PICTURE.height, `${definition.type}: ${d}`);
      }
    }
    assert.ok(
      marks.reduce((sum, { d }) => sum + d.length, 0) < 4000,
      `${definition.type} is small enough to draw in a list`,
    );
  }
});

Deno.test("blockPicture shows a signal that comes and goes, whatever the block's defaults are", () => {
  for (const definition of BLOCKS) {
    if (definition.role || !definition.outputs.some((port) => port.kind === "signal")) continue;
    const given = blockPicture(definition).filter((mark) =>
      mark.draw === "fill" && mark.weight === "strong"
    );
    const parts = given.map((mark) => mark.d.split("M").length - 1).reduce((a, b) => a + b, 0);
    assert.ok(parts >= 1, `${definition.type} is true now and then`);
    assert.ok(
      !given.some((mark) => mark.d.startsWith("M0 18H64")),
      `${definition.type} is not always`,
    );
  }
});

Deno.test("blockPicture follows the computation: another definition gives another picture", () => {
  const sma = blockDefinition("sma");
  assert.ok(sma);
  const raised = {
    ...sma,
    compute: ({ inputs, outputs }: Parameters<NonNullable<typeof sma.compute>>[0]) => {
      outputs.value?.set((inputs.source as Float64Array).map((value) => value * 2));
    },
  };
  const strong = (definition: typeof sma) =>
    blockPicture(definition).find((mark) => mark.weight === "strong")?.d;
  assert.notEqual(strong(raised), strong(sma));
  const pictures = BLOCKS.map((definition) => JSON.stringify(blockPicture(definition)));
  assert.ok(new Set(pictures).size >= BLOCKS.length - 1, "nearly every block looks like no other");
});
