/** The strategy's name: click it, type, Enter. */
import { InlineEdit } from "../../../ui/InlineEdit.tsx";
import { shortName } from "../../../text/format.ts";
import { useEditor } from "../session/context.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./NameField.module.css.ts";

/** Of the field, by which it is given focus. */
export const NAME_ID = "strategy-name";

export function NameField() {
  const { strategy, api, store } = useEditor();
  const { name } = strategy.value;
  const keep = async (next: string) => {
    const outcome = await api.rename(next);
    if (outcome.kind === "signed_out") return "You are logged out. Log in, then rename it.";
    if (outcome.kind !== "done") return outcome.message;
    strategy.value = { ...strategy.peek(), name: outcome.value };
    globalThis.document.title = globalThis.document.title.replace(/^.*?(?= · | – |$)/, next);
    store.say("Renamed", "good");
    return null;
  };
  return (
    <InlineEdit
      id={NAME_ID}
      name={name}
      rootClass={frameStyles.name}
      backdrop={(text) => <span class={styles.sizer} aria-hidden="true">{text}</span>}
      aria-label="Name of the strategy"
      title={`${name}\nClick to rename`}
      maxLength={100}
      spellcheck={false}
      error={(id, message) => <span class={styles.problem} id={id} role="alert">{message}</span>}
      onKeep={keep}
      onEmptied={() => store.say(`A strategy needs a name: “${shortName(name)}” is back.`, "bad")}
    />
  );
}
