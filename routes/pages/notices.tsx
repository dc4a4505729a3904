/** Notices: the list, what is set about them, and the way out of mails. Plain forms, each of which comes back to its page. */
import { NOTICE_MAILS, NOTICE_MODES, updateNoticeSettingsSchema } from "../../contracts/notices.ts";
import { AppError } from "../../contracts/errors.ts";
import { readWholeNumber } from "../../contracts/query_numbers.ts";
import { NoticesScreen } from "../../features/notices/NoticesScreen.tsx";
import {
  UnsubscribeScreen,
  type UnsubscribeState,
} from "../../features/notices/UnsubscribeScreen.tsx";
import { UNSUBSCRIBE_PATH } from "../../server/notices/mails.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { requireUser } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import { settingsPage } from "./settings_page.tsx";

const own = (method: Page["method"], path: string, render: Page["render"]): Page => ({
  method,
  path,
  title: path.startsWith("/settings") ? "Settings" : "Notices",
  needsSession: true,
  render,
});

export const noticePages: readonly Page[] = [
  own("GET", "/notices", list),
  own("POST", "/notices/read", readAll),
  own("GET", "/notices/:id", open),
  own("POST", "/settings/notices", changeWays),
  own("POST", "/settings/webhook", changeWebhook),
  own("POST", "/settings/webhook/test", testWebhook),
  own("POST", "/settings/webhook/retry", retryFailed),
  own("POST", "/settings/webhook/drop", dropFailed),
  own("POST", "/settings/webhook/remove", removeWebhook),
  { method: "GET", path: UNSUBSCRIBE_PATH, title: "Notices by mail", render: askToStop },
  { method: "POST", path: UNSUBSCRIBE_PATH, title: "Notices by mail", render: stopMails },
];

const LISTED = 50;

async function list(c: PageContext): Promise<Response> {
  const before = readWholeNumber(c.req.query("before") ?? "") ?? undefined;
  const page = await c.get("services").notices.list(requireUser(c).id, { limit: LISTED, before });
  return await renderPage(c, <NoticesScreen {...page} />);
}

async function readAll(c: PageContext): Promise<Response> {
  await c.get("services").notices.read(requireUser(c).id);
  return c.redirect("/notices", 303);
}

/** Where a notice leads; it is read then. */
async function open(c: PageContext): Promise<Response> {
  const link = await c.get("services").notices.open(requireUser(c).id, c.req.param("id") ?? "");
  return c.redirect(link ?? "/notices", 303);
}

async function changeWays(c: PageContext): Promise<Response> {
  const { notices } = c.get("services");
  const { id } = requireUser(c);
  const before = await notices.settings(id);
  const names = before.kinds.flatMap(({ kind }) =>
    ["mode", "mail", "webhook"].map((way) => `${kind}_${way}`)
  );
  const typed = await readForm(c, names);
  const kinds = before.kinds.map(({ kind }) => ({
    kind,
    // What the form does not show stays as it is.
    ...sent("mode", NOTICE_MODES, typed[`${kind}_mode`]),
    ...sent("mail", NOTICE_MAILS, typed[`${kind}_mail`]),
    ...(before.webhook ? { webhook: typed[`${kind}_webhook`] === "on" } : {}),
  }));
  await notices.change(id, parse(updateNoticeSettingsSchema, { kinds }, "form"));
  return c.redirect("/settings?saved=notices#notices", 303);
}

function sent(name: string, values: readonly string[], value: string | undefined) {
  return value !== undefined && values.includes(value) ? { [name]: value } : {};
}

async function changeWebhook(c: PageContext): Promise<Response> {
  const typed = await readForm(c, ["url", "shape", "chat_id"]);
  const chat_id = typed.chat_id.trim() === "" ? null : typed.chat_id;
  return await change(c, typed, "webhook", async () => {
    const given = { webhook: { url: typed.url, shape: typed.shape, chat_id } };
    const { notices } = c.get("services");
    await notices.change(requireUser(c).id, parse(updateNoticeSettingsSchema, given, "form"));
  });
}

async function testWebhook(c: PageContext): Promise<Response> {
  return await change(c, null, "webhook-tested", async () => {
    const error = await c.get("services").deliveries.trial(requireUser(c).id);
    if (error !== null) throw new AppError("invalid_input", `The test message failed. ${error}`);
  });
}

async function retryFailed(c: PageContext): Promise<Response> {
  await c.get("services").deliveries.retry(requireUser(c).id);
  return c.redirect("/settings?saved=webhook#notices", 303);
}

async function dropFailed(c: PageContext): Promise<Response> {
  await c.get("services").deliveries.drop(requireUser(c).id);
  return c.redirect("/settings?saved=webhook#notices", 303);
}

async function removeWebhook(c: PageContext): Promise<Response> {
  await c.get("services").notices.change(requireUser(c).id, { webhook: null });
  return c.redirect("/settings?saved=webhook-removed#notices", 303);
}

/** Runs a change of the webhook; a refusal comes back with what was typed. */
async function change(
  c: PageContext,
  typed: Readonly<Record<"url" | "shape" | "chat_id", string>> | null,
  saved: string,
  work: () => Promise<void>,
): Promise<Response> {
  try {
    await work();
    return c.redirect(`/settings?saved=${saved}#notices`, 303);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: `webhook_${(issue.path ?? "").replace(/^webhook\.?/, "")}`,
    }));
    const found = errorsOf(
      new AppError(error.code, error.message, { issues }),
      ["webhook_url", "webhook_chat_id"] as const,
    );
    const { form, ...errors } = found;
    return await settingsPage(c, {
      typed: typed === null ? {} : {
        webhook_url: typed.url,
        webhook_shape: typed.shape,
        webhook_chat_id: typed.chat_id,
      },
      errors: form === undefined ? errors : { ...errors, webhook_form: form },
      status: error.status,
      headers: errorHeaders(error),
    });
  }
}

function showUnsubscribe(c: PageContext, state: UnsubscribeState, status = 200) {
  return renderPage(c, <UnsubscribeScreen state={state} />, { status });
}

/** Programs that look through mails open links: asking changes nothing. */
async function askToStop(c: PageContext): Promise<Response> {
  const token = c.req.query("token") ?? "";
  const isValid = await c.get("services").notices.mayUnsubscribe(token);
  return await (isValid
    ? showUnsubscribe(c, { kind: "ask", token })
    : showUnsubscribe(c, { kind: "invalid" }, 410));
}

/** By the page's button, and by the mail program's (RFC 8058), which knows no session. */
async function stopMails(c: PageContext): Promise<Response> {
  const isDone = await c.get("services").notices.unsubscribe(c.req.query("token") ?? "");
  return await (isDone
    ? showUnsubscribe(c, { kind: "done" })
    : showUnsubscribe(c, { kind: "invalid" }, 410));
}
