/** What a panel of the operator's pages is: a file here and a line in `admin.tsx`. */
import type { ComponentChildren } from "preact";
import type { PageContext } from "../http/app_env.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";

/** What a panel shows, and how it is answered. */
export interface PanelAnswer {
  readonly content: ComponentChildren;
  /** Of a page below the panel; absent = the panel's own. */
  readonly title?: string;
  /** Why something was refused. */
  readonly problem?: string | null;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Shows something to an operator. */
export type ShowPanel = (
  c: PageContext,
  user: SessionOwner,
) => PanelAnswer | Promise<PanelAnswer>;

/** Does something: a redirect, or the panel again with what was wrong or with what is shown this once. */
export type PanelAction = (
  c: PageContext,
  user: SessionOwner,
) => Response | PanelAnswer | Promise<Response | PanelAnswer>;

export interface AdminPanel {
  /** Its address below `/admin`. */
  readonly id: string;
  readonly title: string;
  readonly show: ShowPanel;
  /** Pages below it, by their paths: `/:id`. */
  readonly pages?: Readonly<Record<string, ShowPanel>>;
  /** Forms that are sent to `/admin/<id>/<name>`. */
  readonly actions?: Readonly<Record<string, PanelAction>>;
  /** What was just done, by the word that a redirect leaves in `?done=`. */
  readonly done?: Readonly<Record<string, string>>;
}
