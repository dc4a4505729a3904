/** Settings and leaving. */
import { type Context, Hono } from "hono";
import { readNumber } from "../../components/run/run_input.ts";
import { type SettingsProps, SettingsScreen } from "../../components/SettingsScreen.tsx";
import { AppError } from "../../contracts/errors.ts";
import { updateProfileSchema } from "../../contracts/users.ts";
import { parse } from "../api/router.ts";
import type { AppEnv } from "../app_env.ts";
import { clearSessionCookie, requireUser, requireUserPage } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import { renderPage, themeOf } from "./render.tsx";

type Errors = SettingsProps["errors"];

export const settingsPages = new Hono<AppEnv>({ strict: false });
settingsPages.use("/settings", requireUserPage);
settingsPages.use("/settings/*", requireUserPage);

settingsPages.get("/settings", (c) => settings(c, {}, {}, 200));

settingsPages.post("/settings/costs", async (c) => {
  const { fee, slippage } = await readForm(c, ["fee", "slippage"]);
  const errors = await attempt(["fee", "slippage"], () => {
    // Empty goes back to the default.
    const read = (text: string) => text.trim() === "" ? null : readNumber(text) ?? NaN;
    const change = { default_fee_percent: read(fee), default_slippage_percent: read(slippage) };
    return save(c, change);
  });
  return errors
    ? settings(c, { fee, slippage }, errors, 422)
    : c.redirect("/settings?saved=costs", 303);
});

settingsPages.post("/settings/timezone", async (c) => {
  const { timezone } = await readForm(c, ["timezone"]);
  const errors = await attempt(
    ["timezone"],
    () => save(c, { timezone: timezone === "" ? null : timezone }),
  );
  return errors
    ? settings(c, { timezone }, errors, 422)
    : c.redirect("/settings?saved=timezone", 303);
});

settingsPages.post("/settings/delete", async (c) => {
  const user = requireUser(c);
  const { confirm } = await readForm(c, ["confirm"]);
  if (confirm.trim().toLowerCase() !== user.email) {
    const message = "That is not the email of this account. Nothing was deleted.";
    return settings(c, {}, { confirm: message }, 422);
  }
  await c.get("services").accountData.remove(user.id);
  clearSessionCookie(c);
  return c.redirect("/", 303);
});

async function save(c: Context<AppEnv>, change: unknown): Promise<void> {
  const { accounts } = c.get("services");
  await accounts.updateProfile(requireUser(c).id, parse(updateProfileSchema, change, "form"));
}

/** Runs a change; what is wrong with it, by field of the form, or `null` when it was done. */
async function attempt(
  fields: readonly ("fee" | "slippage" | "timezone")[],
  change: () => Promise<void>,
): Promise<Errors | null> {
  try {
    await change();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: issue.path?.replace(/^default_|_percent$/g, "") ?? "",
    }));
    return errorsOf(new AppError(error.code, error.message, { issues }), fields);
  }
}

async function settings(
  c: Context<AppEnv>,
  typed: Partial<SettingsProps["values"]>,
  errors: Errors,
  status: number,
): Promise<Response> {
  const profile = await c.get("services").accounts.profile(requireUser(c).id);
  const values = {
    fee: String(profile.default_fee_percent),
    slippage: String(profile.default_slippage_percent),
    timezone: profile.timezone ?? "",
    ...typed,
  };
  return await renderPage(
    c,
    <SettingsScreen
      profile={profile}
      theme={themeOf(c)}
      zones={Intl.supportedValuesOf("timeZone")}
      values={values}
      errors={errors}
      saved={c.req.query("saved") ?? null}
    />,
    { title: "Settings – Blockbuilders", status },
  );
}
