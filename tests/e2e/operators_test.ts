/** The operator's journey in Chromium: the link of the first start, the admin pages, an invitation, a new password. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { testWith } from "../support/env.ts";
import { Mailbox } from "../support/mailbox.ts";
import { openBrowserHarness } from "./browser_harness.ts";
import { listen } from "./site/audit.ts";

const PASSWORD = "correct horse";

async function fillIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
}

testWith(
  ["chromium"],
  "operators: from the owner's link to a reset password, with mail",
  async () => {
    const mailbox = new Mailbox();
    const harness = await openBrowserHarness({ mailer: mailbox, config: { signupOpen: false } });
    const { app, url: baseURL, browser } = harness;
    const contexts = await Promise.all([1, 2].map(() => browser.newContext({ baseURL })));
    const [owner, guest] = await Promise.all(contexts.map((context) => context.newPage()));
    assert.ok(owner && guest);
    // A wrong password, and a page that a member may not see.
    const complaints = [listen(owner, {}), listen(guest, { refusal: 404 })];
    try {
      await owner.goto(`/join?code=${await app.services.joining.ownerCode()}`);
      await owner.getByRole("heading", { name: "Become the owner" }).waitFor();
      await fillIn(owner, "owner@example.com", PASSWORD);
      await owner.getByRole("button", { name: /Create the owner/ }).click();
      await owner.waitForURL("**/admin/accounts");

      await owner.getByRole("navigation", { name: "Admin" })
        .getByRole("link", { name: "Invitations" }).click();
      await owner.getByLabel("Email").fill("eve@example.com");
      await owner.getByRole("button", { name: "Create invitation" }).click();
      await owner.getByText("The invitation is on its way.").waitFor();
      await app.services.outbox.sweep();

      await guest.goto(`/join?code=${mailbox.codeTo("eve@example.com")}`);
      assert.equal(await guest.getByLabel("Email").inputValue(), "eve@example.com");
      await guest.getByLabel("Password").fill(PASSWORD);
      await guest.getByRole("button", { name: "Create account" }).click();
      await guest.waitForURL("**/strategies");
      assert.equal((await guest.goto("/admin/accounts"))?.status(), 404);

      await owner.goto("/admin/accounts?q=eve");
      await owner.getByRole("link", { name: "eve@example.com" }).click();
      await owner.getByRole("button", { name: "Log out everywhere" }).click();
      await owner.getByText("All devices of the account are logged out.").waitFor();
      await guest.goto("/strategies");
      await guest.waitForURL("**/login?**");
      await guest.getByRole("link", { name: "Forgot your password?" }).click();
      await guest.getByLabel("Email").fill("eve@example.com");
      await guest.getByRole("button", { name: "Send link" }).click();
      await guest.getByRole("heading", { name: "Check your mail" }).waitFor();
      await app.services.outbox.sweep();
      await guest.goto(`/reset-password?code=${mailbox.codeTo("eve@example.com")}`);
      await guest.getByLabel("New password").fill("battery staple");
      await guest.getByRole("button", { name: "Save password" }).click();
      await guest.getByRole("link", { name: "Log in" }).last().click();
      await fillIn(guest, "eve@example.com", "battery staple");
      await guest.getByRole("button", { name: "Log in" }).click();
      await guest.waitForURL("**/strategies");

      await owner.goto("/admin/audit");
      const what = await owner.getByRole("rowheader").allInnerTexts();
      assert.deepEqual(what.slice(0, 3), [
        "Password reset",
        "Password link created",
        "Logged out everywhere",
      ]);

      // The reference draws itself under the policy of every page: nothing inline, nothing from elsewhere.
      await guest.goto("/api/docs");
      await guest.getByRole("button", { name: "Authorize" }).waitFor();
      assert.deepEqual(complaints.flat(), []);
    } finally {
      for (const context of contexts) await context.close();
      await harness.close();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);
