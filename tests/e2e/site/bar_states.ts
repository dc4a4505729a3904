/** What opens from the bar of the editor. */
import { click, type PageState } from "./page_state.ts";

const EDITOR: Pick<PageState, "route" | "as" | "path" | "ready"> = {
  route: "/strategies/:id",
  as: "trader",
  path: ({ things }) => `/strategies/${things.strategies.usual}`,
  ready: 'section[aria-label="Live result"] [data-outcome]',
};

export const BAR_STATES: readonly PageState[] = [
  {
    name: "editor, other ways to run",
    ...EDITOR,
    act: click('role=button[name="Other ways to run"]', '[data-part="menu"]'),
  },
  {
    name: "editor, choice of a period",
    ...EDITOR,
    act: click('[data-setting="period"]', 'role=button[name="3 months"]'),
  },
  {
    name: "editor, costs and capital",
    ...EDITOR,
    act: click('[data-setting="costs"]', "role=textbox[name=/^Fee per trade side/]"),
  },
  {
    name: "editor, choice of a market",
    ...EDITOR,
    act: click('[data-setting="market"]', "role=option"),
  },
  {
    name: "editor, account",
    ...EDITOR,
    act: click('summary[aria-label^="Account of"]', "details[data-menu][open] a"),
  },
];
