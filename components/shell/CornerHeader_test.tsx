import assert from "node:assert/strict";
import { render, screen, within } from "../../tests/support/dom.ts";
import { CornerHeader } from "./CornerHeader.tsx";

const hrefs = () =>
  screen.getAllByRole<HTMLAnchorElement>("link", { hidden: true })
    .map((link) => link.getAttribute("href"));

Deno.test("CornerHeader: with an account, the way home and one menu with all that the header had", () => {
  render(<CornerHeader email="a@example.com" path="/strategies/s1" theme="dark" />);
  screen.getByRole("link", { name: "Blockbuilders: your strategies" });
  assert.deepEqual(hrefs(), ["/strategies", "/strategies", "/notices", "/learn", "/settings"]);
  const theme = within(screen.getByRole("group", { name: "Theme", hidden: true }));
  const pressed = theme.getAllByRole("button", { hidden: true })
    .filter((button) => button.getAttribute("aria-pressed") === "true");
  assert.deepEqual(pressed.map(({ textContent }) => textContent), ["Dark"]);
  const next = document.querySelector<HTMLInputElement>("[data-theme-form] [name=next]");
  assert.equal(next?.value, "/strategies/s1");
  const out = screen.getByRole("button", { name: "Log out", hidden: true });
  assert.equal(out.closest("form")?.getAttribute("action"), "/logout");
  assert.equal(
    document.querySelector("summary")?.getAttribute("aria-label"),
    "Account of a@example.com",
  );
});

Deno.test("CornerHeader: without an account it leads to the first page, to log-in and to sign-up", () => {
  render(<CornerHeader email={null} path="/try" theme="system" />);
  assert.deepEqual(hrefs(), ["/", "/learn", "/login", "/signup"]);
  assert.equal(screen.queryByRole("button", { name: "Log out", hidden: true }), null);
});
