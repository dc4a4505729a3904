/** All keys on one sheet. */
import { Dialog } from "../../../ui/Dialog.tsx";
import { useEditor } from "../session/context.ts";
import { allKeysOf } from "../session/keyboard.ts";
import { CHART_KEYS } from "../../../studio/chart/chart_keys.ts";
import { SHORTCUTS } from "../../../studio/commands/shortcuts.ts";
import styles from "./ShortcutSheet.module.css.ts";

const GROUPS = ["Build", "Edit", "View", "Strategy"] as const;
const ARROWS = ["←", "→", "↑", "↓"];

export function ShortcutSheet() {
  const { ui } = useEditor();
  const close = () => {
    ui.dialog.value = null;
  };
  return (
    <Dialog
      open={ui.dialog.value === "shortcuts"}
      title="Keyboard shortcuts"
      wide
      onClose={close}
    >
      <div class={styles.shortcuts}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {SHORTCUTS.filter((s) => s.group === group && s.listed !== false).map((shortcut) => {
                const arrows = /^(nudge|jump)_/.test(shortcut.command);
                const keys = arrows
                  ? [
                    shortcut.command.startsWith("jump")
                      ? `Shift + ${ARROWS.join(" ")}`
                      : ARROWS.join(" "),
                  ]
                  : allKeysOf(shortcut.command);
                return (
                  <div key={shortcut.command}>
                    <dt>{shortcut.label}</dt>
                    <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
                  </div>
                );
              })}
              {group === "View" && (
                <>
                  <div>
                    <dt>Move around</dt>
                    <dd>scroll, or drag the background</dd>
                  </div>
                  <div>
                    <dt>Zoom at the pointer</dt>
                    <dd>
                      <kbd>Ctrl</kbd> + scroll, or pinch
                    </dd>
                  </div>
                </>
              )}
              {group === "Edit" && (
                <div>
                  <dt>Select several</dt>
                  <dd>
                    <kbd>Shift</kbd> + click or drag
                  </dd>
                </div>
              )}
              {group === "Build" && (
                <div>
                  <dt>Go from block to block</dt>
                  <dd>
                    <kbd>Tab</kbd>
                  </dd>
                </div>
              )}
            </dl>
          </section>
        ))}
        <section data-part="chart-keys">
          <h3>On the chart</h3>
          <dl>
            {CHART_KEYS.map(({ keys, label }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
