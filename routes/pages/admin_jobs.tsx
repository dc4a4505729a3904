/** Jobs: what runs, waits and failed; tried again or dropped. */
import { JobsPanel } from "../../features/admin/JobsPanel.tsx";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { operatorFor } from "../middleware/session.ts";
import { readForm } from "./form.ts";
import type { AdminPanel, PanelAnswer } from "./admin_panel.ts";
import { refusalOf } from "./admin_refusal.ts";

export const jobsPanel: AdminPanel = {
  id: "jobs",
  title: "Jobs",
  show: (c) => panel(c),
  actions: {
    "retry": (c, user) => change(c, user, "retry"),
    "drop": (c, user) => change(c, user, "drop"),
  },
  done: { "retry": "The job is back in the queue.", "drop": "The job is dropped." },
};

async function panel(c: PageContext): Promise<PanelAnswer> {
  return { content: <JobsPanel {...await c.get("services").operatorJobs.list()} /> };
}

async function change(
  c: PageContext,
  user: SessionOwner,
  what: "retry" | "drop",
): Promise<Response | PanelAnswer> {
  const { id } = await readForm(c, ["id"]);
  try {
    await c.get("services").operatorJobs[what](operatorFor(c, user), id);
  } catch (error) {
    const refusal = refusalOf(error);
    return {
      ...await panel(c),
      problem: refusal.message,
      status: refusal.status,
      headers: errorHeaders(refusal),
    };
  }
  return c.redirect(`/admin/jobs?done=${what}`, 303);
}
