/** The head of a panel that is a sheet on narrow screens: its name, and the way out. */
import { useEditor } from "../context.ts";
import { Icon } from "../icons.tsx";

export function SheetHead({ title }: { readonly title: string }) {
  const { ui } = useEditor();
  return (
    <div class="ed-sheet-head">
      <h2>{title}</h2>
      <button
        type="button"
        class="ed-tool"
        aria-label="Close"
        onClick={() => {
          ui.sheet.value = null;
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
