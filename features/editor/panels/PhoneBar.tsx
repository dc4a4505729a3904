/** On narrow screens: palette and settings as sheets, one tap away. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { Segments } from "../../../ui/Segments.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./PhoneBar.module.css.ts";

const VIEWS = [{ value: "list", label: "List" }, { value: "canvas", label: "Canvas" }] as const;

export function PhoneBar() {
  const { store, ui } = useEditor();
  const block = store.focused.value;
  return (
    <div class={styles.phonebar} role="toolbar" aria-label="Panels">
      <Segments
        label="View"
        options={VIEWS}
        value={ui.stack.value && !store.comparing.value ? "list" : "canvas"}
        onChange={(view) => {
          ui.stack.value = view === "list";
        }}
      />
      {!store.readOnly.value && (
        <Button
          size="compact"
          onClick={() => {
            ui.sheet.value = "palette";
          }}
        >
          <Icon name="blocks" size={16} />
          Add a block
        </Button>
      )}
      {(!ui.stack.value || store.comparing.value) && (
        <Button
          size="compact"
          onClick={() => {
            ui.sheet.value = "inspector";
          }}
        >
          <Icon name={ICON.sliders} size={16} />
          <span class={frameStyles.cut}>
            {store.comparing.value
              ? "What differs"
              : block
              ? `Set ${store.nameOf(block.id)}`
              : "All blocks"}
          </span>
        </Button>
      )}
    </div>
  );
}
