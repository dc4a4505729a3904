import assert from "node:assert/strict";
import { MAX_NOTE as ACCEPTED } from "../../contracts/tags.ts";
import { blockById, emptyDocument, sameDocument } from "../document/document.ts";
import { Drafts } from "./draft.ts";
import { MAX_NOTE, Saving } from "./saving.ts";
import { memoryStorage, RULE, storeOf, VersionsInMemory } from "../testing/samples.ts";

/** An editor opened on what the server holds. */
function open(
  api: VersionsInMemory,
  storage = memoryStorage(),
  tabId = "tab1",
  openTabs = [tabId],
) {
  const latest = api.list.at(-1) ?? null;
  const { store } = storeOf(latest?.document ?? emptyDocument());
  const drafts = new Drafts(storage, { userId: "u", strategyId: "s", tabId });
  const saving = new Saving(store, { api, drafts, latest, now: () => 5_000 });
  saving.start(new Set(openTabs.filter((id) => id !== tabId)));
  return { store, saving, storage };
}

Deno.test("Saving counts versions up, and is clean after each", async () => {
  const { store, saving } = open(new VersionsInMemory());
  assert.equal(saving.dirty.value, false);
  store.replaceWith(RULE, "Test");
  assert.equal(saving.dirty.value, true);
  assert.equal(await saving.save(), 1);
  assert.equal(saving.dirty.value, false);
  store.setParam("rsi", "period", 20);
  assert.equal(saving.nextVersion.value, 2);
  assert.equal(await saving.save(), 2);
  assert.equal(await saving.save(), 2, "nothing to save: the version that holds it");
  saving.stop();
});

Deno.test("Saving after undo back to the saved document is clean again", async () => {
  const { store, saving } = open(new VersionsInMemory());
  store.replaceWith(RULE, "Test");
  await saving.save();
  store.setParam("rsi", "period", 20);
  store.undo();
  assert.equal(saving.dirty.value, false);
  saving.stop();
});

Deno.test("Saving puts the typed note on the next version alone, and keeps it when a save fails", async () => {
  const api = new VersionsInMemory();
  const { store, saving } = open(api);
  store.replaceWith(RULE, "Test");
  saving.note.value = " First try ";
  api.failNext = { kind: "unreachable", message: "Away." };
  assert.equal(await saving.save(), null);
  assert.equal(saving.note.value, " First try ");
  await saving.save();
  assert.equal(saving.note.value, "");
  assert.equal(saving.saved.value?.note, "First try");
  store.setParam("rsi", "period", 20);
  const save = saving.save();
  saving.note.value = "For the one after";
  await save;
  assert.equal(saving.note.value, "For the one after");
  assert.deepEqual(api.list.map(({ note }) => note), ["First try", null]);
  saving.stop();
});

Deno.test("Saving lets a note be as long as the API takes it", () => {
  assert.equal(MAX_NOTE, ACCEPTED);
});

Deno.test("Saving notes on a restored version where it comes from", async () => {
  const api = new VersionsInMemory();
  const { store, saving } = open(api);
  store.replaceWith(RULE, "Test");
  await saving.save();
  store.setParam("rsi", "period", 20);
  await saving.save();
  assert.equal(await saving.restore(api.list[0]!), 3);
  assert.equal(api.list[2]?.note, "Version 1 restored");
  assert.equal(blockById(api.list[2]!.document, "rsi")?.params.period, 14);
  saving.stop();
});

Deno.test("Saving two clicks at once makes one version", async () => {
  const api = new VersionsInMemory();
  const { store, saving } = open(api);
  store.replaceWith(RULE, "Test");
  assert.deepEqual(await Promise.all([saving.save(), saving.save()]), [1, 1]);
  assert.equal(api.list.length, 1);
  saving.stop();
});

Deno.test("Saving keeps what was changed while the save was under way unsaved", async () => {
  const { store, saving } = open(new VersionsInMemory());
  store.replaceWith(RULE, "Test");
  const saved = saving.save();
  store.setParam("rsi", "period", 99);
  await saved;
  assert.equal(saving.dirty.value, true);
  assert.equal(blockById(saving.saved.value?.document ?? RULE, "rsi")?.params.period, 14);
  saving.stop();
});

Deno.test("Saving makes a conflict a choice; keeping mine puts it on top and loses nothing", async () => {
  const api = new VersionsInMemory();
  const { store, saving } = open(api);
  store.replaceWith(RULE, "Test");
  await saving.save();
  await api.saveVersion({ ...RULE, notes: "theirs" }, 1);
  store.setParam("rsi", "period", 30);
  assert.equal(await saving.save(), null);
  assert.equal(saving.conflict.value?.theirs.versionNumber, 2);
  assert.equal(saving.conflict.value?.baseVersion, 1);
  assert.equal(blockById(store.document.value, "rsi")?.params.period, 30);
  assert.equal(await saving.keepMine(), 3);
  assert.equal(api.list[1]?.document.notes, "theirs");
  assert.equal(blockById(api.list[2]?.document ?? RULE, "rsi")?.params.period, 30);
  assert.equal(saving.conflict.value, null);
  saving.stop();
});

Deno.test("Saving takes theirs, and undo brings mine back", async () => {
  const api = new VersionsInMemory();
  const { store, saving } = open(api);
  await api.saveVersion(RULE, 0);
  store.addBlock("rsi");
  const mine = store.document.value;
  await saving.save();
  saving.takeTheirs();
  assert.equal(store.document.value, RULE);
  assert.equal(saving.dirty.value, false);
  store.undo();
  assert.equal(store.document.value, mine);
  assert.equal(saving.dirty.value, true);
  assert.equal(await saving.save(), 2);
  saving.stop();
});

Deno.test("Saving that fails keeps the work, on the canvas and in the browser", async () => {
  const api = new VersionsInMemory();
  const storage = memoryStorage();
  const { store, saving } = open(api, storage);
  store.replaceWith(RULE, "Test");
  api.failNext = { kind: "signed_out" };
  assert.equal(await saving.save(), null);
  assert.equal(saving.failure.value?.kind, "signed_out");
  assert.equal(saving.dirty.value, true);
  saving.stop();
  const again = open(api, storage);
  assert.ok(sameDocument(again.store.document.value, RULE));
  assert.equal(again.saving.recovered.value?.savedAtMs, 5_000);
  again.saving.stop();
});

Deno.test("Saving recovers a draft after a reload, and discarding it can be undone", async () => {
  const api = new VersionsInMemory();
  await api.saveVersion(RULE, 0);
  const first = open(api);
  first.store.setParam("rsi", "period", 77);
  first.saving.stop();
  const { store, saving } = open(api, first.storage);
  assert.equal(blockById(store.document.value, "rsi")?.params.period, 77);
  saving.discardRecovered();
  assert.equal(saving.dirty.value, false);
  store.undo();
  assert.equal(blockById(store.document.value, "rsi")?.params.period, 77);
  saving.stop();
});

Deno.test("Saving recovers a draft made on an older version as a conflict", async () => {
  const api = new VersionsInMemory();
  await api.saveVersion(RULE, 0);
  const first = open(api);
  first.store.setParam("rsi", "period", 77);
  first.saving.stop();
  await api.saveVersion({ ...RULE, notes: "newer" }, 1);
  const { store, saving } = open(api, first.storage);
  assert.equal(saving.conflict.value?.theirs.versionNumber, 2);
  assert.equal(blockById(store.document.value, "rsi")?.params.period, 77);
  saving.stop();
  const reloaded = open(api, first.storage);
  assert.equal(reloaded.saving.conflict.value?.baseVersion, 1, "the choice outlives a reload");
  assert.equal(await reloaded.saving.keepMine(), 3);
  reloaded.saving.stop();
});

Deno.test("Saving leaves the draft of a tab that is open alone, and takes one whose tab is gone", async () => {
  const api = new VersionsInMemory();
  await api.saveVersion(RULE, 0);
  const storage = memoryStorage();
  const first = open(api, storage, "a");
  first.store.setParam("rsi", "period", 55);
  first.saving.stop();
  const beside = open(api, storage, "b", ["a", "b"]);
  assert.equal(beside.store.document.value, RULE);
  beside.saving.stop();
  const after = open(api, storage, "c", ["c"]);
  assert.equal(blockById(after.store.document.value, "rsi")?.params.period, 55);
  after.saving.stop();
});

Deno.test("Saving forgets the draft once its work is a version", async () => {
  const api = new VersionsInMemory();
  const storage = memoryStorage();
  const first = open(api, storage);
  first.store.replaceWith(RULE, "Test");
  first.saving.flush();
  assert.equal(storage.length, 1);
  await first.saving.save();
  first.saving.stop();
  assert.equal(storage.length, 0);
});

Deno.test("Saving restores an earlier version as a new one", async () => {
  const api = new VersionsInMemory();
  await api.saveVersion(RULE, 0);
  await api.saveVersion({ ...RULE, notes: "second" }, 1);
  const { store, saving } = open(api);
  const first = api.list[0];
  assert.ok(first);
  store.viewing.value = first;
  assert.equal(await saving.restore(first), 3);
  assert.equal(store.viewing.value, null);
  assert.equal(store.document.value, RULE);
  saving.stop();
});

Deno.test("Drafts that cannot be read are passed over, and a full browser is reported", () => {
  const storage = memoryStorage();
  storage.setItem("blockbuilders:draft:u:s:old", "{not json");
  storage.setItem("blockbuilders:draft:u:s:odd", JSON.stringify({ document: { version: 9 } }));
  const ids = { userId: "u", strategyId: "s", tabId: "t" };
  assert.equal(new Drafts(storage, ids).recover(new Set()), null);
  const full = {
    ...memoryStorage(),
    setItem: () => {
      throw new Error("full");
    },
  };
  const draft = { baseVersion: 0, savedAtMs: 1, document: RULE };
  assert.equal(new Drafts(full, ids).write(draft), false);
  assert.equal(new Drafts(null, ids).write(draft), false);
});
