/** The operator's pages: a panel is a file and a line here. To anybody else none of them exists. */
import { isOperator } from "../../contracts/admin.ts";
import { AdminFrame } from "../../features/admin/AdminFrame.tsx";
import type { PageContext } from "../http/app_env.ts";
import { notFound } from "../middleware/errors.ts";
import { requireUser } from "../middleware/session.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import { activationPanel } from "./admin_activation.tsx";
import { accountsPanel } from "./admin_accounts.tsx";
import { auditPanel } from "./admin_audit.tsx";
import { flagsPanel } from "./admin_flags.tsx";
import { incidentsPanel } from "./admin_incidents.tsx";
import { invitationsPanel } from "./admin_invitations.tsx";
import { jobsPanel } from "./admin_jobs.tsx";
import { marketDataPanel } from "./admin_market_data.tsx";
import type { AdminPanel, PanelAnswer } from "./admin_panel.ts";
import { costsPanel } from "./admin_costs.tsx";
import { usagePanel } from "./admin_usage.tsx";
import { versionPanel } from "./admin_version.tsx";

/** In the order in which they are offered. */
export const ADMIN_PANELS: readonly AdminPanel[] = [
  accountsPanel,
  invitationsPanel,
  activationPanel,
  jobsPanel,
  marketDataPanel,
  incidentsPanel,
  flagsPanel,
  usagePanel,
  costsPanel,
  auditPanel,
  versionPanel,
];

const ADMIN = { title: "Admin", needsSession: true } as const;

export const adminPages: readonly Page[] = [
  {
    method: "GET",
    path: "/admin",
    ...ADMIN,
    render: (c) => {
      requireOperator(c);
      return c.redirect(`/admin/${ADMIN_PANELS[0]?.id}`, 303);
    },
  },
  ...ADMIN_PANELS.flatMap(pagesOf),
];

function pagesOf(panel: AdminPanel): readonly Page[] {
  const { id, title, show, pages = {}, actions = {} } = panel;
  const path = `/admin/${id}`;
  const shown = (of: AdminPanel["show"]): Page["render"] => async (c) =>
    await answer(c, panel, await of(c, requireOperator(c)));
  return [
    ...Object.entries(actions).map(([name, act]): Page => ({
      method: "POST",
      path: `${path}/${name}`,
      ...ADMIN,
      title,
      render: async (c) => {
        const result = await act(c, requireOperator(c));
        return result instanceof Response ? result : await answer(c, panel, result);
      },
    })),
    { method: "GET", path, ...ADMIN, title, render: shown(show) },
    ...Object.entries(pages).map(([below, of]): Page => ({
      method: "GET",
      path: `${path}${below}`,
      ...ADMIN,
      title,
      render: shown(of),
    })),
  ];
}

/** @throws {AppError} `not_found`, so that a member cannot tell that there is such a page */
function requireOperator(c: PageContext): SessionOwner {
  const user = requireUser(c);
  if (!isOperator(user.role)) throw notFound(c);
  return user;
}

async function answer(
  c: PageContext,
  { id, title: panelTitle, done = {} }: AdminPanel,
  { content, title, problem = null, status = 200, headers = {} }: PanelAnswer,
): Promise<Response> {
  const what = c.req.method === "GET" ? done[c.req.query("done") ?? ""] ?? null : null;
  return await renderPage(
    c,
    <AdminFrame
      panels={ADMIN_PANELS.map((panel) => ({ id: panel.id, title: panel.title }))}
      current={id}
      {...(title === undefined ? {} : { title })}
      done={what}
      problem={problem}
    >
      {content}
    </AdminFrame>,
    { title: `${title ?? panelTitle} – Admin`, status, headers },
  );
}
