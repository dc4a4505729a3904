/** The editor without an account, and the way from there to one. */
import { Hono } from "hono";
import { EditorSkeleton } from "../../features/editor/session/EditorSkeleton.tsx";
import { guestTemplate } from "../../studio/guest/guest_market.ts";
import { KEEP_PATH, TRY_PATH } from "../../studio/guest/guest_key.ts";
import { KeepScreen } from "../../features/editor/guest/KeepScreen.tsx";
import { Island } from "../../components/island/Island.tsx";
import type { AppEnv } from "../http/app_env.ts";
import { requireUserPage } from "../middleware/session.ts";
import { guestProps } from "./guest_props.ts";
import { renderPage } from "./render.tsx";

export const tryPages = new Hono<AppEnv>({ strict: false });
tryPages.use(KEEP_PATH, requireUserPage);

tryPages.get(TRY_PATH, async (c) => {
  const template = guestTemplate(c.req.query("template"));
  return renderPage(
    c,
    <Island
      name="try"
      class="editor-island"
      props={{ ...(await guestProps(c)), template: template.id }}
    >
      <EditorSkeleton name={template.name} />
      <noscript>
        <p class="noscript-note">
          The editor needs JavaScript. Turn it on and load the page again.
        </p>
      </noscript>
    </Island>,
    {
      title: "Try the editor – Blockbuilders",
      description: "Build a strategy from blocks and see its result at once, without an account.",
      shell: "full",
    },
  );
});

tryPages.get(
  KEEP_PATH,
  (c) =>
    renderPage(c, <Island name="keep" component={KeepScreen} props={{}} />, {
      title: "Saving your strategy – Blockbuilders",
    }),
);
