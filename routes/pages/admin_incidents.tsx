/** Incidents of the status page, as an operator writes them. */
import { incidentUpdateSchema, newIncidentSchema } from "../../contracts/incidents.ts";
import {
  INCIDENT_FIELDS,
  type IncidentField,
  IncidentsPanel,
  type TypedIncident,
} from "../../features/admin/IncidentsPanel.tsx";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import { STATUS_DAYS } from "../../server/market_data/vendor_reports.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { operatorFor } from "../middleware/session.ts";
import type { AdminPanel, PanelAnswer } from "./admin_panel.ts";
import { refusalOf } from "./admin_refusal.ts";
import { errorsOf, readForm } from "./form.ts";

export const incidentsPanel: AdminPanel = {
  id: "incidents",
  title: "Incidents",
  show: (c) => panel(c),
  actions: { "open": open, "update": update, "remove": remove },
  done: {
    "opened": "The incident is on the status page.",
    "updated": "The update is on the status page.",
    "removed": "The incident is removed.",
  },
};

async function panel(c: PageContext, typed?: TypedIncident): Promise<PanelAnswer> {
  const incidents = await c.get("services").incidents.recent(STATUS_DAYS);
  return {
    content: <IncidentsPanel incidents={incidents} {...(typed ? { typed } : {})} />,
  };
}

async function open(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const values = await readForm(c, INCIDENT_FIELDS);
  const components = await checked(c, "components");
  return await attempt(c, { id: null, values, components }, "opened", async () => {
    const incident = parse(newIncidentSchema, { ...values, components }, "form");
    await c.get("services").incidents.open(operatorFor(c, user), incident);
  });
}

async function update(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const { id, ...values } = await readForm(c, ["id", ...INCIDENT_FIELDS]);
  return await attempt(c, { id, values, components: [] }, "updated", async () => {
    const change = parse(incidentUpdateSchema, values, "form");
    await c.get("services").incidents.update(operatorFor(c, user), id, change);
  });
}

async function remove(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const { id, ...values } = await readForm(c, ["id", ...INCIDENT_FIELDS]);
  return await attempt(c, { id, values, components: [] }, "removed", async () => {
    await c.get("services").incidents.remove(operatorFor(c, user), id);
  });
}

/** Does it, or shows the panel again with what was typed and what is wrong. */
async function attempt(
  c: PageContext,
  typed: Omit<TypedIncident, "errors">,
  done: string,
  act: () => Promise<void>,
): Promise<Response | PanelAnswer> {
  try {
    await act();
    return c.redirect(`/admin/incidents?done=${done}`, 303);
  } catch (error) {
    const refusal = refusalOf(error);
    const { form, ...errors } = errorsOf<IncidentField>(refusal, INCIDENT_FIELDS);
    return {
      ...await panel(c, { ...typed, errors }),
      problem: form ?? null,
      status: refusal.status,
      headers: errorHeaders(refusal),
    };
  }
}

/** The values of the boxes of a name that are checked. */
async function checked(c: PageContext, name: string): Promise<string[]> {
  const values = (await c.req.parseBody({ all: true }))[name] ?? [];
  return (Array.isArray(values) ? values : [values])
    .filter((value): value is string => typeof value === "string");
}
