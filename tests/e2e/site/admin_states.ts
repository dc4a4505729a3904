/** The operator's pages, and pages around links that work once. */
import { click, type PageState } from "./page_state.ts";
import type { Site } from "./site.ts";

const panel = (id: string, ready: string): PageState => ({
  name: `admin, ${id}`,
  route: `/admin/${id}`,
  as: "owner",
  path: () => `/admin/${id}`,
  ready,
});
const link = (which: keyof Site["codes"], path: string) => ({ codes }: Site) =>
  `${path}?code=${codes[which]}`;

export const ADMIN_STATES: readonly PageState[] = [
  panel("accounts", "table"),
  panel("activation", "table"),
  panel("jobs", "table"),
  panel("market-data", "nav[aria-label=Admin]"),
  {
    ...panel("incidents", "#new-incident"),
    status: 422,
    act: click("#new-incident button", "[aria-invalid=true]"),
  },
  panel("flags", "table"),
  panel("usage", "#month"),
  panel("costs", "#costs"),
  panel("audit", "table"),
  panel("version", "dl"),
  { ...panel("invitations", "table"), act: click("#invite button", "code") },
  { ...panel("accounts", "table"), name: "admin", route: "/admin", path: () => "/admin" },
  {
    name: "admin, an account",
    route: "/admin/accounts/:id",
    as: "owner",
    path: ({ things }) => `/admin/accounts/${things.accountId}`,
    ready: "#limit_strategies",
    status: 422,
    act: async (page) => {
      await page.locator("#limit_strategies").fill("many");
      await click("#limits button", "[aria-invalid=true]")(page);
    },
  },
  {
    name: "becoming the owner",
    route: "/join",
    as: "visitor",
    path: link("join", "/join"),
    ready: "#password",
  },
  {
    name: "a link that does not work",
    route: "/join",
    as: "visitor",
    path: () => "/join?code=used",
    ready: "h1",
    status: 410,
    only: "phone",
  },
  {
    name: "forgotten password",
    route: "/forgot-password",
    as: "visitor",
    path: () => "/forgot-password",
    ready: "h1",
  },
  {
    name: "new password",
    route: "/reset-password",
    as: "visitor",
    path: link("reset", "/reset-password"),
    ready: "#password",
  },
  {
    name: "confirming an email",
    route: "/confirm-email",
    as: "visitor",
    path: link("email", "/confirm-email"),
    ready: "h1",
    only: "phone",
  },
  {
    name: "waiting for the email",
    route: "/verify-email",
    as: "newcomer",
    path: () => "/verify-email",
    ready: "h1",
    only: "phone",
  },
  {
    name: "setting up two-step log-in",
    route: "/settings/two-step",
    as: "newcomer",
    path: () => "/settings/two-step",
    ready: "#code",
  },
];
