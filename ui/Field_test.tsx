import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { NumberField } from "./Field.tsx";
import styles from "./Field.module.css.ts";

Deno.test("number field: remark and error stand beside it, the error in place of the hint, and are read out with it", () => {
  const html = render(
    <NumberField
      id="fee"
      label="Fee"
      value="1,500"
      remark="Read as 1500."
      error="Too much."
      hint="Percent."
    />,
  );
  const input = /<input[^>]*>/.exec(html)?.[0] ?? "";
  const described = /aria-describedby="([^"]*)"/.exec(input)?.[1]?.split(" ") ?? [];
  const words = described.map((id) =>
    new RegExp(`id="${id}"[^>]*>(?:<svg.*?</svg>)?([^<]*)<`).exec(html)?.[1]
  );
  assert.deepEqual(words, ["Too much.", "Read as 1500."]);
  assert.match(input, /aria-invalid="true"/);
  assert.doesNotMatch(html, /Percent\./);
});

Deno.test("number field: without a remark there is nothing in its place", () => {
  const html = render(<NumberField id="fee" label="Fee" value="0.1" />);
  assert.doesNotMatch(html, new RegExp(`${styles.remark}|aria-describedby`));
});
