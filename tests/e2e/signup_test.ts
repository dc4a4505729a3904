/** Signing up and logging in in Chromium: what was typed stays in its field whatever else is wrong. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { testWith } from "../support/env.ts";
import { type BrowserHarness, openBrowserHarness } from "./browser_harness.ts";
import { comesTo } from "./waiting.ts";

let harness: Promise<BrowserHarness> | null = null;

function testVisitor(
  name: string,
  fn: (visit: { page: Page; context: BrowserContext; browser: Browser; url: string }) => Promise<
    void
  >,
  { javaScriptEnabled = true }: { readonly javaScriptEnabled?: boolean } = {},
): void {
  testWith(["chromium"], name, async () => {
    const { url, browser } = await (harness ??= openBrowserHarness());
    const context = await browser.newContext({
      baseURL: url,
      javaScriptEnabled,
      extraHTTPHeaders: { origin: url },
    });
    try {
      await fn({ page: await context.newPage(), context, browser, url });
    } finally {
      await context.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

Deno.test.afterAll(async () => {
  await (await harness)?.close();
});

const PASSWORD = "correct horse";
const address = () => `${crypto.randomUUID()}@example.com`;
const password = (page: Page) => page.getByLabel("Password");
const send = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Opens the form and waits until it is hydrated. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("[data-island=auth]:not([data-props])").waitFor();
}

testVisitor(
  "sign-up: an email that has an account leads to the log-in, which goes on to the same place",
  async ({ page, browser, url }) => {
    const email = address();
    const first = await browser.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
    const made = await first.request.post("/api/v1/auth/signup", {
      data: { email, password: PASSWORD },
    });
    assert.equal(made.status(), 201);
    await first.close();

    await open(page, "/signup?next=%2Fsettings");
    await page.getByLabel("Email").fill(email);
    await password(page).fill(PASSWORD);
    await send(page, "Sign up");
    await page.getByText("This email already has an account.").waitFor();
    await comesTo(() => password(page).inputValue(), PASSWORD);
    await page.getByRole("link", { name: "Log in instead?" }).click();
    await page.waitForURL("**/login?next=%2Fsettings");

    await page.locator("[data-island=auth]:not([data-props])").waitFor();
    await page.getByLabel("Email").fill(email);
    await password(page).fill("not the password");
    await send(page, "Log in");
    await page.getByText("Wrong email or password.").waitFor();
    await comesTo(() => password(page).inputValue(), "not the password");
    await comesTo(() => page.evaluate(() => document.activeElement?.id), "password");
    await password(page).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/settings");
  },
);

testVisitor(
  "sign-up: without JavaScript the emptied password is asked for again",
  async ({ page }) => {
    await page.goto("/signup");
    await page.getByLabel("Email").fill("ada@");
    await password(page).fill(PASSWORD);
    await send(page, "Sign up");
    await page.getByText("Enter a full email address").waitFor();
    await page.getByText("Type your password again.").waitFor();
    assert.equal(await password(page).inputValue(), "");
    assert.ok(!(await page.content()).includes(PASSWORD));
    const email = address();
    await page.getByLabel("Email").fill(email);
    await password(page).fill(PASSWORD);
    await send(page, "Sign up");
    await page.waitForURL("**/strategies");
  },
  { javaScriptEnabled: false },
);
