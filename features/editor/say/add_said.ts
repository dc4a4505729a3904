/** Puts a condition that was written into the strategy, as one step. */
import type { SaidCondition } from "../../../studio/say/said_condition.ts";
import type { Clause, Join } from "../../../studio/say/add_condition.ts";
import type { Position } from "../../../studio/document/document.ts";
import type { EditorParts } from "../session/context.ts";
import type { SayModule } from "./say_module.ts";

const BESIDE = 40;

/** @param where the part of the strategy that it is joined to; by itself without it */
export function addSaid(
  { store, ui }: Pick<EditorParts, "store" | "ui">,
  say: SayModule,
  condition: SaidCondition,
  where: { readonly clause: Clause; readonly join: Join } | null,
): boolean {
  const document = store.document.peek();
  const below = store.roomBelow.peek();
  const added = where
    ? {
      ...say.addToClause(document, store.catalog, condition, where.clause, where.join, { below }),
      into: null,
    }
    : say.addCondition(document, store.catalog, condition, {
      beside: store.focused.peek()?.id ?? null,
      below,
      ...placeFor(store, ui),
    });
  if (!store.apply(added.document, `Add ${added.words}`)) return false;
  store.select([added.blockId]);
  const wired = added.into === null ? "" : `, connected to ${store.nameOf(added.into)}`;
  store.say(`${added.words} added${wired}`);
  ui.canvas.current?.reveal(added.blockId, where === null);
  return true;
}

/** Below the selected block, else in the middle of what is seen. */
function placeFor(
  store: EditorParts["store"],
  ui: EditorParts["ui"],
): { readonly near?: Position } {
  const selected = store.focused.peek()?.position;
  if (selected) return { near: { x: selected.x, y: selected.y + BESIDE } };
  const centre = ui.canvas.current?.centre();
  return centre ? { near: centre } : {};
}
