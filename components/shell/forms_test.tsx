import assert from "node:assert/strict";
import { fireEvent, render, screen } from "../../tests/support/dom.ts";
import { watchForms } from "./forms.ts";

/** Whether a press on the form's button would send it. */
const sends = (label: string) => fireEvent.submit(screen.getByRole("form", { name: label }));

Deno.test("forms: what changes something is sent once until a page comes; what asks or has a script is left alone", () => {
  watchForms();
  render(
    <>
      <form method="post" action="/strategies/blank" aria-label="blank" />
      <form method="post" action="/strategies/new" aria-label="new" />
      <form method="get" action="/try" aria-label="try" />
      <form
        method="post"
        action="/theme"
        aria-label="theme"
        onSubmit={(event: Event) => event.preventDefault()}
      />
    </>,
  );
  const form = screen.getByRole("form", { name: "blank" });
  assert.deepEqual([sends("blank"), sends("blank")], [true, false]);
  assert.equal(form.getAttribute("aria-busy"), "true");
  assert.deepEqual([sends("new"), sends("new")], [true, false]);
  assert.deepEqual([sends("try"), sends("try")], [true, true]);
  assert.deepEqual([sends("theme"), sends("theme")], [false, false]);
  assert.equal(screen.getByRole("form", { name: "theme" }).hasAttribute("aria-busy"), false);
  // Back from the page that came.
  document.defaultView?.dispatchEvent(new Event("pageshow"));
  assert.equal(form.hasAttribute("aria-busy"), false);
  assert.deepEqual([sends("blank"), sends("blank")], [true, false]);
  document.defaultView?.dispatchEvent(new Event("pageshow"));
});
