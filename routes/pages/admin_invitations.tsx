/** Invitations: made, shown, withdrawn. */
import { inviteSchema } from "../../contracts/admin.ts";
import { JOIN_PATH, linkTo } from "../../contracts/account_links.ts";
import { InvitationsPanel } from "../../features/admin/InvitationsPanel.tsx";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { publicOrigin } from "../http/public_origin.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { visitorOf } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { AdminPanel, PanelAnswer } from "./admin_panel.ts";
import { refusalOf } from "./admin_refusal.ts";

export const invitationsPanel: AdminPanel = {
  id: "invitations",
  title: "Invitations",
  show: (c) => panel(c),
  actions: { "invite": invite, "withdraw": withdraw },
  done: {
    "mailed": "The invitation is on its way.",
    "withdrawn": "The invitation is withdrawn.",
  },
};

async function panel(
  c: PageContext,
  { typed = "", error, link = null }: {
    readonly typed?: string;
    readonly error?: string | undefined;
    readonly link?: string | null;
  } = {},
): Promise<PanelAnswer> {
  const { joining, recovery, flags } = c.get("services");
  return {
    content: (
      <InvitationsPanel
        invitations={await joining.invitations()}
        hasMail={recovery.hasMail}
        signupOpen={await flags.isOn("signup_open")}
        typed={typed}
        error={error}
        link={link}
      />
    ),
  };
}

async function invite(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const typed = await readForm(c, ["email"]);
  try {
    const given = typed.email.trim() === "" ? {} : { email: typed.email };
    const { email = null } = parse(inviteSchema, given, "form");
    const code = await c.get("services").joining.invite(user, email, visitorOf(c));
    if (code === null) return c.redirect("/admin/invitations?done=mailed", 303);
    return await panel(c, { link: linkTo(publicOrigin(c), JOIN_PATH, code) });
  } catch (error) {
    const refusal = refusalOf(error);
    const { email, form } = errorsOf(refusal, ["email"] as const);
    return {
      ...await panel(c, { typed: typed.email, error: email }),
      problem: form ?? null,
      status: refusal.status,
      headers: errorHeaders(refusal),
    };
  }
}

async function withdraw(c: PageContext, user: SessionOwner): Promise<Response> {
  const { id } = await readForm(c, ["id"]);
  try {
    await c.get("services").joining.withdraw(user, id, visitorOf(c));
  } catch (error) {
    // Used or withdrawn meanwhile: it is gone, as was asked for.
    if (refusalOf(error).code !== "not_found") throw error;
  }
  return c.redirect("/admin/invitations?done=withdrawn", 303);
}
