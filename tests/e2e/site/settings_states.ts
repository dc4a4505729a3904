/** The settings, and leaving. */
import { click, type PageState } from "./page_state.ts";

export const SETTINGS_STATES: readonly PageState[] = [
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
