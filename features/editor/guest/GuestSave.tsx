/** Leads to the question of where to keep the work. */
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../components/pictures/block_icons.tsx";
import { keysOf } from "../session/keyboard.ts";

export function GuestSave() {
  const { run } = useEditor();
  return (
    <button
      type="button"
      class="ed-button"
      data-tone="accent"
      title={keysOf("save")}
      onClick={() => run("save")}
    >
      <Icon name="save" size={16} />
      Save
    </button>
  );
}
