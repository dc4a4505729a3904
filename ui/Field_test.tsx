import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { render as draw, screen } from "../tests/support/dom.ts";
import { NumberField } from "./Field.tsx";
import { FieldGroup } from "./FieldGroup.tsx";
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

Deno.test("field group: its controls are named by the label, and described by the hint", () => {
  draw(
    <FieldGroup label="Length" aside={<button type="button">Reset</button>} hint="In bars.">
      {({ labelId, hintId }) => (
        <>
          <input type="range" aria-labelledby={labelId} aria-describedby={hintId} />
          <input type="text" aria-labelledby={labelId} aria-describedby={hintId} />
        </>
      )}
    </FieldGroup>,
  );
  for (const role of ["slider", "textbox"]) {
    const control = screen.getByRole(role, { name: "Length" });
    assert.equal(
      document.getElementById(control.getAttribute("aria-describedby")!)?.textContent,
      "In bars.",
    );
  }
});
