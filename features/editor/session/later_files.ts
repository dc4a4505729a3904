/** Strategies that come and go as text, loaded when a page is touched first, or when one comes. */
import type { EditorStore } from "../../../studio/editing/store.ts";
import { sayUnreachable } from "./later.ts";

export function withFiles(
  store: EditorStore,
  use: (files: typeof import("./strategy_files.ts")) => void,
): void {
  import("./strategy_files.ts").then(use, () => sayUnreachable(store));
}
