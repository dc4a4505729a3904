/** What stands beside the canvas: a panel that can be dragged wider and folded to a strip. On narrow screens it is a sheet. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Command } from "../../../studio/commands/shortcuts.ts";
import { INSPECTOR_WIDTHS, PALETTE_WIDTHS } from "../../../studio/frame/panels.ts";
import { Button } from "../../../ui/Button.tsx";
import { Grip } from "../../../ui/Grip.tsx";
import type { IconSource } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { useEditor } from "../session/context.ts";
import { keysOf } from "../session/keyboard.ts";
import styles from "../styles/side.module.css.ts";

const SIDES = {
  palette: {
    name: "blocks",
    icon: "blocks",
    command: "palette",
    grows: "right",
    widths: PALETTE_WIDTHS,
  },
  inspector: {
    name: "settings",
    icon: ICON.sliders,
    command: "inspector",
    grows: "left",
    widths: INSPECTOR_WIDTHS,
  },
} as const satisfies Record<
  string,
  { name: string; icon: IconSource; command: Command; grows: string; widths: unknown }
>;

export function SidePanel(
  { side, isOpen, stays = false, children }: {
    readonly side: keyof typeof SIDES;
    readonly isOpen: boolean;
    /** It cannot be folded now. */
    readonly stays?: boolean;
    readonly children: ComponentChildren;
  },
) {
  const { ui, run } = useEditor();
  const { panels } = ui;
  const { name, icon, command, grows, widths } = SIDES[side];
  const panel = useRef<HTMLDivElement>(null);
  const width = (side === "palette" ? panels.paletteWidth : panels.inspectorWidth).value;
  const toggle = () => {
    run(command);
    // What had focus is hidden, and the other button stands in its place.
    queueMicrotask(() => panel.current?.querySelector<HTMLElement>("[data-toggle]")?.focus());
  };
  const label = `${isOpen ? "Fold" : "Show"} the ${name}`;
  return (
    <div
      ref={panel}
      class={styles.side}
      data-panel={side}
      data-folded={!isOpen}
      style={width === null ? undefined : { "--panel-width": `${width}px` }}
    >
      {!stays && (
        <div class={styles.toggle}>
          <Button
            variant="ghost"
            size="compact"
            icon={isOpen ? grows === "right" ? "chevron-left" : "chevron-right" : icon}
            iconSize={18}
            aria-label={label}
            aria-expanded={isOpen}
            title={`${label} (${keysOf(command)})`}
            data-toggle
            onClick={toggle}
          />
        </div>
      )}
      {children}
      {isOpen && (
        <Grip
          label={`Width of the ${name}`}
          grows={grows}
          size={width ?? widths.usual}
          least={widths.least}
          most={widths.most}
          title="Drag, or press the arrow keys, to change the width. Double-click for the usual width."
          measure={() => panel.current?.offsetWidth ?? widths.usual}
          onResize={(next) => panels.resize(side, next)}
          onDouble={() => panels.resize(side, null)}
          onFold={toggle}
        />
      )}
    </div>
  );
}
