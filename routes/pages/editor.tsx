/** The editor: the whole window is the island's. */
import { getCookie } from "hono/cookie";
import { EditorSkeleton } from "../../features/editor/session/EditorSkeleton.tsx";
import { FRAME_COOKIE, readFrame } from "../../studio/frame/frame_cookie.ts";
import { Island } from "../../components/island/Island.tsx";
import { AppError } from "../../contracts/errors.ts";
import { parseStrategy } from "../../engine/mod.ts";
import { timeOfDay } from "../../server/track_records/days.ts";
import { listOwnMarkets } from "../api/market_list.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";

export const editorPages: readonly Page[] = [{
  method: "GET",
  path: "/strategies/:id",
  title: "Editor",
  needsSession: true,
  render: editor,
}];

async function editor(c: PageContext): Promise<Response> {
  const { config, strategies, accounts } = c.get("services");
  const user = requireUser(c);
  const strategy = await strategies.get(user.id, c.req.param("id") ?? "");
  const [costs, markets] = await Promise.all([
    accounts.defaultCosts(user.id),
    listOwnMarkets(c.get("services"), user.id),
  ]);
  const { id, name, asset, timeframe, context, latest_version, auto_update, forward_record } =
    strategy;
  const own = strategy.import;
  const { email, timezone } = user;
  // An empty canvas in its place would look as if everything were lost.
  const parsed = latest_version && parseStrategy(latest_version.definition);
  if (parsed && !parsed.ok) {
    throw new AppError(
      "invalid_strategy",
      `Version ${latest_version.version_number} of “${name}” cannot be opened. ${
        parsed.faults[0]?.message ?? ""
      }`.trim(),
    );
  }
  return renderPage(
    c,
    <Island
      name="editor"
      class={pagesStyles.editorIsland}
      props={{
        strategy: { id, name, asset, timeframe, import: own },
        context,
        latestVersion: latest_version,
        user: { id: user.id, email, timezone, ...costs },
        markets,
        schedule: { auto_update, forward_record, begins: timeOfDay(config.autoUpdateMinute) },
      }}
    >
      <EditorSkeleton name={name} frame={readFrame(getCookie(c, FRAME_COOKIE))} />
    </Island>,
    { title: name, shell: "full" },
  );
}
