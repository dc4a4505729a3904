import assert from "node:assert/strict";
import { render } from "../../../tests/support/dom.ts";
import { FRAME_COOKIE, readFrame } from "../../../studio/frame/frame_cookie.ts";
import { EditorSkeleton } from "./EditorSkeleton.tsx";
import { tellFrame } from "./tell_frame.ts";

const told = () =>
  document.cookie.split("; ").find((cookie) => cookie.startsWith(`${FRAME_COOKIE}=`))
    ?.slice(FRAME_COOKIE.length + 1);

/** What the server draws with what the browser has told it. */
function drawn() {
  const { container } = render(<EditorSkeleton name="x" frame={readFrame(told())} />);
  const panel = (side: string) =>
    container.querySelector<HTMLElement>(`[data-panel="${side}"]`)!;
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
  tellFrame({ palette: 0 });
  tellFrame({ dock: 412 });
  assert.deepEqual(drawn(), { palette: "folded", inspector: "folded", dock: "412px" });
  tellFrame({ palette: 260, inspector: 300, dock: 0 });
  assert.deepEqual(drawn(), { palette: "260px", inspector: "300px", dock: "closed" });
  tellFrame({ palette: null, inspector: 0, dock: null });
  assert.deepEqual(drawn(), { palette: "", inspector: "folded", dock: "" });
});
