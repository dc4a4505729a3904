/** The settings, and leaving. */
import { Buffer } from "node:buffer";
import { click, type PageState } from "./page_state.ts";

export const SETTINGS_STATES: readonly PageState[] = [
  {
    name: "data, nothing imported",
    route: "/data",
    as: "newcomer",
    path: () => "/data",
    ready: '#import input[type="file"]:enabled',
  },
  {
    name: "data, a file to be confirmed",
    route: "/data",
    as: "trader",
    path: () => "/data",
    ready: '#import input[type="file"]:enabled',
    act: async (page) => {
      const rows = Array.from({ length: 6 }, (_, i) => `${1_640_995_200 + i * 3600},10,12,9,11,5`);
      await page.locator('#import input[type="file"]').setInputFiles({
        name: "BINANCE_LTCEUR, 60.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(`time,open,high,low,close,Volume\n${rows.join("\n")}\n`),
      });
      await page.locator('[data-part="first-candles"]').waitFor();
    },
  },
  {
    name: "data, a form's own address",
    route: "/data/imports/delete",
    as: "trader",
    path: () => "/data/imports/delete",
    ready: "#import",
    only: "phone",
  },
  {
    name: "notices, none",
    route: "/notices",
    as: "newcomer",
    path: () => "/notices",
    ready: '[data-part="empty"]',
  },
  {
    name: "notices, one that is not there",
    route: "/notices/:id",
    as: "newcomer",
    path: () => "/notices/none",
    ready: '[data-part="empty"]',
    only: "phone",
  },
  {
    name: "notices by mail, a link that is not valid",
    route: "/unsubscribe",
    as: "visitor",
    path: () => "/unsubscribe?token=none",
    ready: '[role="alert"]',
    status: 410,
  },
  {
    name: "settings",
    route: "/settings",
    as: "trader",
    path: () => "/settings",
    ready: "#fee",
  },
  {
    name: "settings, with errors",
    route: "/settings",
    as: "trader",
    path: () => "/settings",
    ready: "#fee",
    status: 422,
    act: async (page) => {
      await page.locator("#fee").fill("much");
      await click("form[action^='/settings/costs'] button", "[aria-invalid=true]")(page);
    },
  },
  {
    name: "settings, a form's own address",
    route: "/settings/:section",
    as: "trader",
    path: () => "/settings/costs",
    ready: "#fee",
    only: "phone",
  },
  {
    name: "settings, back from paying",
    route: "/settings/plan/return",
    as: "trader",
    path: () => "/settings/plan/return",
    ready: "#fee",
    only: "phone",
  },
  {
    name: "deleting the account, the first question",
    route: "/settings/delete",
    as: "trader",
    path: () => "/settings/delete",
    ready: "#confirm",
  },
  {
    name: "deleting the account, the last question",
    route: "/settings/delete",
    as: "trader",
    path: () => "/settings/delete",
    ready: "#confirm",
    act: async (page) => {
      const email = await page.locator("label[for=confirm]").innerText();
      await page.locator("#confirm").fill(email.replace(/^Type | to continue$/g, ""));
      await click("form[action='/settings/delete'] button", "#password")(page);
    },
  },
  {
    name: "account deleted",
    route: "/account-deleted",
    as: "visitor",
    path: () => "/account-deleted",
    ready: "h1",
  },
];
