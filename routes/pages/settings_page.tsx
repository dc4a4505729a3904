/** Drawing the settings. */
import { type SettingsProps, SettingsScreen } from "../../features/settings/SettingsScreen.tsx";
import { listImports } from "../api/market_list.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import { renderPage, themeOf } from "./render.tsx";

/** What was typed into a form that comes back. */
export type TypedSettings = Partial<SettingsProps["values"]>;

/** The page, as it is or with what was wrong in a form. */
export async function settingsPage(
  c: PageContext,
  { typed = {}, errors = {}, status = 200, headers = {} }: {
    typed?: TypedSettings;
    errors?: SettingsProps["errors"];
    status?: number;
    headers?: Record<string, string>;
  } = {},
): Promise<Response> {
  const services = c.get("services");
  const { accounts, apiKeys, billing, recovery } = services;
  const user = requireUser(c);
  const [profile, sessions, imports, keys, twoStep, notices, plan] = await Promise.all([
    accounts.profile(user.id),
    accounts.sessions(user),
    listImports(services, user.id),
    apiKeys.list(user.id),
    accounts.twoStep.state(user.id),
    services.notices.settings(user.id),
    billing.state(user.id),
  ]);
  const values = {
    fee: String(profile.default_fee_percent),
    slippage: String(profile.default_slippage_percent),
    timezone: profile.timezone ?? "",
    email: "",
    key_name: "",
    key_scope: "read",
    webhook_url: notices.webhook?.url ?? "",
    webhook_shape: notices.webhook?.shape ?? "json",
    webhook_chat_id: notices.webhook?.chat_id ?? "",
    ...typed,
  };
  return await renderPage(
    c,
    <SettingsScreen
      profile={profile}
      sessions={sessions}
      imports={imports}
      keys={keys}
      twoStep={twoStep}
      notices={notices}
      billing={plan}
      hasMail={recovery.hasMail}
      needsPassword={!accounts.isConfirmed(user)}
      theme={themeOf(c)}
      zones={Intl.supportedValuesOf("timeZone")}
      values={values}
      errors={errors}
      saved={c.req.query("saved") ?? null}
    />,
    { status, headers },
  );
}
