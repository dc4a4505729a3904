/** Strategies that come and go as text: a file downloaded, a file opened, text pasted. Nothing is lost on the way. */
import type { EditorParts } from "./context.ts";
import {
  fileNameFor,
  sizeProblem,
  strategyFromText,
  type StrategyText,
  strategyToText,
} from "../../../studio/editing/strategy_file.ts";

/** Hands what is shown to the browser as a file. */
export function downloadStrategy({ store, strategy }: EditorParts): void {
  const version = store.viewing.peek()?.versionNumber;
  const name = fileNameFor(strategy.peek().name + (version === undefined ? "" : ` v${version}`));
  const blob = new Blob([strategyToText(store.shown.peek())], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  const link = globalThis.document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  store.say(`${name} downloaded`);
}

/** Puts a file's strategy on the canvas as one step that can be undone; else says all that is wrong with it. */
export async function openStrategyFile(
  parts: Pick<EditorParts, "store" | "ui">,
  file: File,
): Promise<void> {
  const { store, ui } = parts;
  if (refusesChange(parts)) return;
  const read = await readFile(parts, file);
  // Another version may have been opened while the file was read.
  if (refusesChange(parts)) return;
  if (!read.ok) return showProblems(parts, `“${file.name}” was not opened`, read.problems);
  const wasEmpty = store.document.peek().blocks.length === 0;
  store.replaceWith(read.document, `Open ${file.name}`);
  store.say(
    `${file.name} is on the canvas.${wasEmpty ? "" : " Undo brings back what was here."}`,
    "good",
  );
  requestAnimationFrame(() => ui.canvas.current?.fit());
}

/** Adds pasted blocks; onto an empty canvas a strategy comes as it is, its notes included. */
export function pasteText(parts: Pick<EditorParts, "store" | "ui">, text: string): void {
  const { store, ui } = parts;
  if (refusesChange(parts)) return;
  const read = /^\s*[{[]/.test(text) ? strategyFromText(text, store.catalog) : null;
  if (read && !read.ok) return showProblems(parts, "Nothing was pasted", read.problems);
  if (!read || read.document.blocks.length === 0) {
    store.say("The clipboard holds no blocks.", "bad");
  } else if (store.document.peek().blocks.length === 0) {
    store.replaceWith(read.document, "Paste a strategy");
    store.selectAll();
    requestAnimationFrame(() => ui.canvas.current?.fit());
  } else {
    const [first] = store.paste(read.document);
    if (first !== undefined) ui.canvas.current?.reveal(first);
  }
}

async function readFile({ store }: Pick<EditorParts, "store">, file: File): Promise<StrategyText> {
  const problem = sizeProblem(file.size);
  if (problem) return { ok: false, problems: [problem] };
  try {
    return strategyFromText(await file.text(), store.catalog);
  } catch {
    return { ok: false, problems: ["The browser could not read it. Choose it again."] };
  }
}

function refusesChange({ store }: Pick<EditorParts, "store">): boolean {
  if (!store.readOnly.peek()) return false;
  store.say("An earlier version cannot be changed. Go back to the newest first.", "bad");
  return true;
}

function showProblems(
  { ui }: Pick<EditorParts, "ui">,
  title: string,
  problems: readonly string[],
): void {
  ui.unreadable.value = { title, problems };
  ui.dialog.value = "unreadable";
}
