import assert from "node:assert/strict";
import { blockDefinition } from "../../engine/mod.ts";
import { readSentences } from "../../engine/sentences.ts";
import { withPlaces } from "../canvas/layout.ts";
import { memoryStorage } from "../testing/samples.ts";
import { GUEST_TEMPLATES, guestTemplate } from "./guest_templates.ts";
import { GuestSession } from "./guest_session.ts";
import { GuestWorks } from "./guest_works.ts";

const [first, second] = GUEST_TEMPLATES;

/** A tab of a guest. */
function open(storage = memoryStorage(), template = guestTemplate(null)) {
  const works = new GuestWorks(storage, () => 1_000);
  const session = new GuestSession(works, template);
  session.saving.start(new Set());
  return { session, works, storage, saving: session.saving };
}
const period = (tab: ReturnType<typeof open>) =>
  tab.session.store.document.value.blocks.find(({ id }) => id === "rsi")?.params.period;

Deno.test("GuestSession: who changes nothing leaves nothing behind, whichever templates they look at", () => {
  const tab = open();
  assert.deepEqual(
    tab.session.store.document.value,
    first && withPlaces(first.document, blockDefinition),
  );
  tab.session.choose(second!);
  tab.saving.stop();
  assert.equal(tab.works.read(), null);
});

Deno.test("GuestSession: a change is kept, and found again by the next visit with its name", async () => {
  const tab = open();
  tab.session.store.setParam("rsi", "period", 21);
  assert.deepEqual(await tab.session.api.rename("My dip"), { kind: "done", value: "My dip" });
  tab.saving.stop();
  const later = open(tab.storage, second);
  assert.equal(period(later), 21);
  assert.equal(later.session.strategy.value.name, "My dip");
  assert.equal(later.session.store.undoLabel.value, null);
  later.saving.stop();
  assert.equal(later.works.read()?.name, "My dip");
});

Deno.test("GuestSession: undone back to the start, what is kept is the start, not the last change", () => {
  const tab = open();
  tab.session.store.setParam("rsi", "period", 21);
  tab.saving.flush();
  tab.session.store.undo();
  assert.equal(tab.works.read()?.document.blocks[0]?.params.period, 14);
  tab.saving.stop();
});

Deno.test("GuestSession: another template takes the work's place and gives it back", () => {
  const tab = open();
  tab.session.store.setParam("rsi", "period", 21);
  tab.saving.flush();
  tab.session.choose(second!);
  assert.equal(tab.session.strategy.value.name, second?.name);
  tab.session.store.note.value?.action?.run();
  assert.equal(period(tab), 21);
  tab.saving.stop();
});

Deno.test("GuestSession: what is built from words is kept under what it buys on, and gives the work before it back", () => {
  const said = readSentences("buy if rsi < 30 and close > sma 200, sell if rsi > 60");
  assert.ok(said.ok);
  const tab = open();
  tab.session.store.setParam("rsi", "period", 21);
  tab.session.build(said.document);
  assert.equal(tab.session.template.value, null);
  const kept = tab.works.read();
  assert.equal(kept?.name, "RSI(14) below 30 and the close above SMA(200)");
  assert.ok(kept?.document.blocks.every(({ position, folded }) => position || folded));
  tab.session.store.note.value?.action?.run();
  assert.equal(period(tab), 21);
  tab.saving.stop();
});

Deno.test("GuestSession: tabs show the same work", () => {
  const one = open();
  const other = open(one.storage);
  one.session.store.setParam("rsi", "period", 21);
  one.saving.flush();
  other.session.adopt();
  assert.equal(period(other), 21);
  other.session.store.undo();
  assert.equal(period(other), 14, "and it can be undone there");
  for (const tab of [one, other]) tab.saving.stop();
});

Deno.test("GuestSession: what an account has taken over is not kept again by a tab that still shows it", () => {
  const tab = open();
  tab.session.store.setParam("rsi", "period", 21);
  tab.saving.flush();
  tab.works.forget(tab.works.read()!);
  tab.session.adopt();
  tab.saving.flush();
  assert.equal(tab.works.read(), null);
  tab.session.store.setParam("rsi", "period", 22);
  tab.saving.stop();
  assert.equal(tab.works.read()?.document.blocks[0]?.params.period, 22);
});
