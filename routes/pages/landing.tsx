/** The first page. */
import { GUEST_TEMPLATES, startOf } from "../../studio/guest/guest_templates.ts";
import { Island } from "../../components/island/Island.tsx";
import { PlayStill } from "../../features/editor/playground/PlayStill.tsx";
import { Landing } from "../../features/landing/Landing.tsx";
import type { PageContext } from "../http/app_env.ts";
import { guestProps } from "./guest_props.ts";
import { playResult } from "./landing_demo.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import playFrameStyles from "../../features/editor/playground/play_frame.module.css.ts";

export const landingPages: readonly Page[] = [{
  method: "GET",
  path: "/",
  title: "Test a trading idea without writing code",
  description:
    "Build a crypto trading strategy from blocks, backtest it on past candles and understand the answer. No code.",
  render: landing,
}];

async function landing(c: PageContext): Promise<Response> {
  const asked = c.req.query("template");
  const template = GUEST_TEMPLATES.find(({ id }) => id === asked) ?? GUEST_TEMPLATES[0]!;
  const guest = { ...(await guestProps(c)), template: startOf(template) };
  const result = await playResult(c.get("services"), template);
  return renderPage(
    c,
    <Landing signedIn={guest.signedIn}>
      <Island name="playground" class={cx(cardStyles.card, playFrameStyles.place)} props={guest}>
        <PlayStill templates={GUEST_TEMPLATES} template={template} result={result} />
      </Island>
    </Landing>,
    { windowTitle: "Blockbuilders – test a trading idea without writing code" },
  );
}
