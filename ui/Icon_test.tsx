import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { Icon, type IconName } from "./Icon.tsx";
import { ICONS } from "./icons.ts";

Deno.test("icon: every one draws something, in the text's colour, and is hidden from screen readers", () => {
  for (const name of Object.keys(ICONS) as IconName[]) {
    const html = render(<Icon name={name} size={20} />);
    assert.match(
      html,
      /<svg[^>]*width="20"[^>]*stroke="currentColor"[^>]*aria-hidden="true"/,
      name,
    );
    assert.match(
      html,
      /<(path|circle|rect|line|polyline|ellipse)[^>]* (d|r|width|x1|points|rx)="/,
      name,
    );
  }
});

Deno.test("icon: a drawing that is not in the shared list is drawn as given", () => {
  const html = render(<Icon name={[["path", { d: "M1 2h3" }]]} />);
  assert.match(html, /<path d="M1 2h3"/);
});
