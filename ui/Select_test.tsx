import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { Select } from "./Select.tsx";

Deno.test("select: the server's HTML has the value chosen, for pages without JavaScript", () => {
  const options = [{ value: "a", label: "A" }, { value: "b", label: "B" }];
  const html = render(<Select aria-label="Letter" value="b" options={options} />);
  const chosen = (html.match(/<option[^>]*>/g) ?? []).map((tag) => / selected/.test(tag));
  assert.deepEqual(chosen, [false, true]);
});
