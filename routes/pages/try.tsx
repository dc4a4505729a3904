/** The editor without an account, and the way from there to one. */
import { getCookie } from "hono/cookie";
import { EditorSkeleton } from "../../features/editor/session/EditorSkeleton.tsx";
import { guestTemplate, startOf } from "../../studio/guest/guest_templates.ts";
import { KEEP_PATH, TRY_PATH } from "../../studio/guest/guest_key.ts";
import { KeepScreen } from "../../features/editor/guest/KeepScreen.tsx";
import { FRAME_COOKIE, readFrame } from "../../studio/frame/frame_cookie.ts";
import { Island } from "../../components/island/Island.tsx";
import type { PageContext } from "../http/app_env.ts";
import { guestProps } from "./guest_props.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";

export const tryPages: readonly Page[] = [
  {
    method: "GET",
    path: TRY_PATH,
    title: "Try the editor",
    description: "Build a strategy from blocks and see its result at once, without an account.",
    render: tryEditor,
  },
  {
    method: "GET",
    path: KEEP_PATH,
    title: "Saving your strategy",
    needsSession: true,
    render: (c) => renderPage(c, <Island name="keep" component={KeepScreen} props={{}} />),
  },
];

/** The longest text that an address carries, characters. */
const LONGEST_SAID = 10_000;

async function tryEditor(c: PageContext): Promise<Response> {
  const template = guestTemplate(c.req.query("template"));
  const say = (c.req.query("say") ?? "").slice(0, LONGEST_SAID).toWellFormed();
  return renderPage(
    c,
    <Island
      name="try"
      class={pagesStyles.editorIsland}
      props={{
        ...(await guestProps(c)),
        template: startOf(template),
        ...(say === "" ? {} : { say }),
      }}
    >
      <EditorSkeleton name={template.name} frame={readFrame(getCookie(c, FRAME_COOKIE))} />
      <noscript>
        <p class={pagesStyles.noscriptNote}>
          The editor needs JavaScript. Turn it on and load the page again.
        </p>
      </noscript>
    </Island>,
    { shell: "full" },
  );
}
