/** The settings in Chromium: defaults that hold, devices that are logged out, a ZIP that opens, leaving. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { unzip } from "../support/zip.ts";
import {
  closeHarnessAtEnd,
  EditorPage,
  openRunForm,
  settingOf,
  testEditor,
  type Visit,
} from "./editor_page.ts";
import { readDownload } from "./browser_harness.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

const PASSWORD = "correct horse";

async function settings(visit: Visit): Promise<Page> {
  const page = await visit.tab();
  await page.goto("/settings");
  return page;
}

async function emailOf(visit: Visit): Promise<string> {
  return (await (await visit.context.request.get("/api/v1/users/me")).json()).email;
}

/** The same account in another browser. */
async function elsewhere(page: Page, email: string, userAgent: string) {
  const browser = page.context().browser();
  assert.ok(browser);
  const { origin } = new URL(page.url());
  const context = await browser.newContext({
    baseURL: origin,
    userAgent,
    extraHTTPHeaders: { origin },
  });
  const other = await context.newPage();
  await other.goto("/login");
  await other.getByLabel("Email").fill(email);
  await other.getByLabel("Password").fill(PASSWORD);
  await other.getByRole("button", { name: "Log in" }).click();
  await other.waitForURL("**/strategies");
  return { page: other, close: () => context.close() };
}

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";

testEditor(
  "settings: other costs are what the live result and the next backtest start with",
  async (visit) => {
    const id = await visit.create({ template: "ema_trend" });
    const page = await settings(visit);
    await page.getByLabel("Fee per trade side").fill("0,25");
    await page.getByLabel("Slippage per fill").fill("7");
    await page.getByRole("button", { name: "Save costs" }).click();
    await page.getByText("The slippage is a percentage from 0 to 5.").waitFor();
    await comesTo(
      () => page.getByLabel("Fee per trade side").inputValue(),
      "0,25",
      "nothing is lost",
    );
    assert.equal(visit.complaints.splice(0).length, 1, "the browser tells of the refusal");
    await page.getByLabel("Slippage per fill").fill("0.15");
    await page.getByRole("button", { name: "Save costs" }).click();
    await page.getByRole("status").filter({ hasText: "Saved" }).waitFor();
    await page.getByText("One buy and one sell together cost about 0.8 %").waitFor();

    const editor = await visit.open(id);
    await comesToMatch(() => settingOf(editor.page, "costs"), /^0\.25 % \+ 0\.15 %/);
    const dialog = await openRunForm(editor.page);
    await dialog.getByText("0 of 50 backtests today").waitFor();
    await comesTo(() => dialog.getByLabel("Fee per trade side").inputValue(), "0.25");
    await comesTo(() => dialog.getByLabel("Slippage per fill").inputValue(), "0.15");
    await dialog.getByRole("button", { name: "Run backtest" }).click();
    await editor.page.waitForURL("**/runs/*");
    const runId = new URL(editor.page.url()).pathname.split("/").at(-1);
    const run = await (await visit.context.request.get(`/api/v1/backtests/${runId}`)).json();
    assert.deepEqual([run.fee_percent, run.slippage_percent], [0.25, 0.15]);
    // A program that names no costs gets them too.
    const byProgram = await visit.run(id);
    const other = await (await visit.context.request.get(`/api/v1/backtests/${byProgram}`)).json();
    assert.deepEqual([other.fee_percent, other.slippage_percent], [0.25, 0.15]);
    await page.goto(`/strategies/${id}/runs`);
    await page.getByText("2 of 50 backtests today").waitFor();
  },
);

testEditor("settings: another password logs the other devices out", async (visit) => {
  const page = await settings(visit);
  const other = await elsewhere(page, await emailOf(visit), FIREFOX);
  try {
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.getByLabel("New password").fill("battery staple");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Changed. All other devices are logged out.").waitFor();
    await other.page.goto("/settings");
    await other.page.waitForURL("**/login?next=%2Fsettings");
    await page.reload();
    assert.match(page.url(), /\/settings/);
  } finally {
    await other.close();
  }
});

testEditor("settings: devices have names, and are logged out one by one", async (visit) => {
  const page = await settings(visit);
  const other = await elsewhere(page, await emailOf(visit), FIREFOX);
  try {
    await page.reload();
    const rows = page.locator("#devices li");
    await comesTo(() => rows.count(), 2);
    await comesToMatch(() => rows.first().innerText(), /This device/);
    // By keyboard alone: the one button of the other row.
    await page.getByRole("button", { name: "Log out Firefox on Linux" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#devices").getByText("Logged out.").waitFor();
    await comesTo(() => rows.count(), 1);
    await other.page.goto("/strategies");
    await other.page.waitForURL("**/login*");
  } finally {
    await other.close();
  }
});

testEditor("settings: the export is a ZIP that opens and has everything", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const runId = await visit.run(id);
  const page = await settings(visit);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export everything" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^blockbuilders-\d{4}-\d\d-\d\d\.zip$/);
  const files = await unzip(await readDownload(download));
  const names = Object.keys(files).join("\n");
  for (const part of ["run.json", "results.json", "trades.csv", "equity.csv"]) {
    assert.match(names, new RegExp(`backtests/.*${runId}/${part}`));
  }
  assert.match(names, new RegExp(`strategies/rsi-rebound_${id}/v1\\.json`));
  assert.equal(JSON.parse(files["profile.json"] ?? "{}").email, await emailOf(visit));
});

testEditor("settings: deleting the account is asked twice, and then it is gone", async (visit) => {
  const email = await emailOf(visit);
  const id = await visit.create({ template: "rsi_rebound" });
  await visit.run(id);
  const page = await settings(visit);
  await page.getByRole("link", { name: "Delete account…" }).click();
  await page.getByText("1 strategy with 1 version, 1 backtest with all results").waitFor();
  await page.getByLabel(`Type ${email} to continue`).fill(email);
  await page.getByRole("button", { name: "Continue…" }).click();
  await page.getByText("This is the last question.").waitFor();
  // Here one can still turn back, and nothing has happened.
  await page.getByRole("link", { name: "Keep my account" }).click();
  await page.waitForURL("**/settings");
  await page.goto("/settings/delete");
  await page.getByLabel(`Type ${email} to continue`).fill(email);
  await page.getByRole("button", { name: "Continue…" }).click();
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.getByRole("heading", { name: "Your account is deleted" }).waitFor();
  await page.goto("/strategies");
  await page.waitForURL("**/login*");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Wrong email or password.").waitFor();
  assert.equal(visit.complaints.splice(0).length, 1, "the browser tells of the refusal");
});

testEditor("settings: a full day says so on the form, and when it goes on", async (visit) => {
  const id = await visit.create({ template: "rsi_rebound" });
  const page = await visit.tab();
  await page.route("**/api/v1/users/me", async (route) => {
    const answer = await route.fetch();
    const profile = await answer.json();
    const { backtests_today: today } = profile.usage;
    today.used = today.limit;
    await route.fulfill({ response: answer, json: profile });
  });
  await page.goto(`/strategies/${id}`);
  await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
  const editor = new EditorPage(page);
  await openRunForm(page);
  await editor.sees(/50 of 50 backtests today, the beta limit\. Resets at \d\d:\d\d\./);
});
