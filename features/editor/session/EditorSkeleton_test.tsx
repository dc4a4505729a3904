import assert from "node:assert/strict";
import { render } from "../../../tests/support/dom.ts";
import { memoryStorage } from "../../../studio/testing/samples.ts";
import { FRAME_COOKIE, readFrame } from "../../../studio/frame/frame_cookie.ts";
import { Panels } from "../../../studio/frame/panels.ts";
import { EditorSkeleton } from "./EditorSkeleton.tsx";
import { tellFrame } from "./tell_frame.ts";

const told = () =>
  document.cookie.split("; ").find((cookie) => cookie.startsWith(`${FRAME_COOKIE}=`))
    ?.slice(FRAME_COOKIE.length + 1);

/** What the server draws with what the browser has told it. */
function drawn() {
  const { container } = render(<EditorSkeleton name="x" frame={readFrame(told())} />);
  const panel = (side: string) => container.querySelector<HTMLElement>(`[data-panel="${side}"]`)!;
  const dock = container.querySelector<HTMLElement>("[data-open]")!;
  const width = (side: string) => panel(side).style.getPropertyValue("--panel-width");
  return {
    palette: panel("palette").dataset.folded === "true" ? "folded" : width("palette"),
    inspector: panel("inspector").dataset.folded === "true" ? "folded" : width("inspector"),
    dock: dock.dataset.open === "true" ? dock.style.height : "closed",
  };
}

Deno.test("EditorSkeleton: panels and result stand as they were left", () => {
  assert.deepEqual(drawn(), { palette: "", inspector: "folded", dock: "" });
  const panels = new Panels(memoryStorage());
  let dock: number | null = 412;
  const stop = tellFrame(panels, () => dock);
  /** The window goes on to another tab, or is asked for another page. */
  const leave = () => document.dispatchEvent(new Event("visibilitychange"));
  panels.togglePalette();
  leave();
  assert.deepEqual(drawn(), { palette: "folded", inspector: "folded", dock: "412px" });
  panels.togglePalette();
  panels.resize("palette", 260);
  panels.resize("inspector", 300);
  panels.toggleInspector(false);
  dock = 0;
  leave();
  assert.deepEqual(drawn(), { palette: "260px", inspector: "300px", dock: "closed" });
  panels.resize("palette", null);
  panels.inspector.value = "auto";
  dock = null;
  leave();
  assert.deepEqual(drawn(), { palette: "", inspector: "folded", dock: "" });
  stop();
  panels.togglePalette();
  leave();
  assert.equal(drawn().palette, "");
});
