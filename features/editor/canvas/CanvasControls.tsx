/** Zoom, fit and tidy, at the canvas's lower left. */
import { Button } from "../../../ui/Button.tsx";
import { useStore } from "@xyflow/react";
import type { IconSource } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { UndoButtons } from "../parts/UndoButtons.tsx";
import { useEditor } from "../session/context.ts";
import type { Command } from "../../../studio/commands/shortcuts.ts";
import { keysOf } from "../session/keyboard.ts";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./CanvasControls.module.css.ts";

/** @param alone there is no bar above that has undo and redo */
export function CanvasControls({ alone = false }: { readonly alone?: boolean }) {
  const { store, run, ui } = useEditor();
  const zoom = useStore((state: { transform: [number, number, number] }) =>
    Math.round(state.transform[2] * 100)
  );
  const button = (command: Command, icon: IconSource, label: string) => (
    <Button
      variant="ghost"
      size="compact"
      icon={icon}
      iconSize={18}
      aria-label={label}
      title={`${label} (${keysOf(command)})`}
      onClick={() => run(command)}
    />
  );
  return (
    <div class={styles.controls} data-part="canvas-controls" role="toolbar" aria-label="Canvas">
      {alone && (
        <div class={styles.group}>
          <UndoButtons />
        </div>
      )}
      <div class={styles.group}>
        {button("zoom_out", ICON.minus, "Zoom out")}
        <button
          type="button"
          class={styles.zoom}
          aria-label={`Zoom ${zoom} percent, back to 100`}
          title={`Zoom to 100 % (${keysOf("zoom_whole")})`}
          onClick={() =>
            run("zoom_whole")}
        >
          {zoom} %
        </button>
        {button("zoom_in", "plus", "Zoom in")}
        {button("fit", ICON.fit, "Fit everything on screen")}
        {!store.readOnly.value && button("tidy", ICON.tidy, "Tidy up")}
      </div>
      <div class={cx(styles.group, frameStyles.wideOnly)}>
        {ui.panels.framed && (
          <Button
            variant="ghost"
            size="compact"
            icon={ICON.focus}
            iconSize={18}
            aria-label="Canvas alone"
            aria-pressed={ui.panels.focusMode.value}
            title={`${ui.panels.focusMode.value ? "Show all panels" : "Show the canvas alone"} (${
              keysOf("focus_mode")
            })`}
            onClick={() => run("focus_mode")}
          />
        )}
        <Button
          variant="ghost"
          size="compact"
          icon={ICON.map}
          iconSize={18}
          aria-label="Map"
          aria-pressed={ui.minimap.value}
          title={`${ui.minimap.value ? "Hide" : "Show"} the map (${keysOf("minimap")})`}
          onClick={() =>
            run("minimap")}
        />
        <Button
          variant="ghost"
          size="compact"
          icon={ICON.keyboard}
          iconSize={18}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => {
            ui.dialog.value = "shortcuts";
          }}
        />
      </div>
    </div>
  );
}
