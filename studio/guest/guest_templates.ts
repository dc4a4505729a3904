/** The templates that a guest is shown; the page names the one to begin with, so that the editor loads without all of them. */
import { type StrategyTemplate, TEMPLATES } from "../../engine/mod.ts";

/** What a guest's editor needs of the template it begins with. */
export type GuestTemplate = Pick<StrategyTemplate, "id" | "name" | "document">;

/** Small enough to be read at a glance, each of another kind. */
const SHOWN = ["rsi_rebound", "golden_cross", "bollinger_bounce", "supertrend_flip"];

/** The templates on the first page, the one it opens with first. */
export const GUEST_TEMPLATES: readonly StrategyTemplate[] = SHOWN.flatMap((id) =>
  TEMPLATES.filter((template) => template.id === id)
);

/** The template of this id, else the one that the first page opens with. */
export function guestTemplate(id: string | null | undefined): StrategyTemplate {
  const template = TEMPLATES.find((candidate) => candidate.id === id) ?? GUEST_TEMPLATES[0];
  if (!template) throw new Error("there are no templates");
  return template;
}

/** The same as plain JSON for an island. */
export function startOf({ id, name, document }: StrategyTemplate): GuestTemplate {
  return { id, name, document };
}
