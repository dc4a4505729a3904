/** Leads to the question of where to keep the work. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { keysOf } from "../session/keyboard.ts";

export function GuestSave() {
  const { run } = useEditor();
  return (
    <Button
      variant="primary"
      size="compact"
      title={keysOf("save")}
      onClick={() => run("save")}
    >
      <Icon name={ICON.save} size={16} />
      Save
    </Button>
  );
}
