/** What is edited: the strategy's name. */
import { useEditor } from "../session/context.ts";
import { NameField } from "./NameField.tsx";
import { NameMenu } from "./NameMenu.tsx";
import frameStyles from "../styles/frame.module.css.ts";

/** @param isKept whether there is a server that has it: then there is more of it than its name */
export function StrategyTitle({ isKept = true }: { readonly isKept?: boolean }) {
  const { strategy } = useEditor();
  return (
    <>
      <h1 class={frameStyles.unseen}>{strategy.value.name}</h1>
      <div class={frameStyles.title}>
        <NameField />
        {isKept && <NameMenu />}
      </div>
    </>
  );
}
