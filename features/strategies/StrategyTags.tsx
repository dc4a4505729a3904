/** The tags of a strategy in the list: a press on one shows all that have it; or a field while they are changed. */
import { useSignal } from "@preact/signals";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { typedTags } from "../../contracts/tags.ts";
import { FieldError } from "../../ui/Field.tsx";
import { InlineEdit } from "../../ui/InlineEdit.tsx";
import { cx } from "../../ui/cx.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./StrategyTags.module.css.ts";

/** Ten tags of the longest kind, with what separates them. */
const MOST_LETTERS = 320;
/** Tags that are shown at once; the others when asked for, so that rows keep their height. */
const AT_ONCE = 2;

export function StrategyTags({ name, tags, onPick }: {
  /** Of the strategy. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly onPick: (tag: string) => void;
}) {
  const all = useSignal(false);
  const shown = all.value ? tags : tags.slice(0, AT_ONCE);
  const rest = tags.slice(AT_ONCE);
  return (
    <span class={styles.tags} data-part="tags" data-all={all.value}>
      {shown.map((tag) => (
        <button
          key={tag}
          type="button"
          class={styles.tag}
          title={tag}
          aria-label={`Show strategies tagged ${tag}`}
          onClick={() => onPick(tag)}
        >
          {tag}
        </button>
      ))}
      {rest.length > 0 && (
        <button
          type="button"
          class={cx(styles.tag, styles.more)}
          title={all.value ? undefined : rest.join(", ")}
          aria-label={all.value ? `Fewer tags of ${name}` : `${rest.length} more tags of ${name}`}
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? "Fewer" : `+${rest.length}`}
        </button>
      )}
    </span>
  );
}

export function TagField({ item, onKeep, onDone }: {
  readonly item: StrategyListItem;
  /** Resolves to why they could not be kept, else `null`. */
  readonly onKeep: (tags: string[]) => Promise<string | null>;
  readonly onDone: (hadFocus: boolean) => void;
}) {
  return (
    <InlineEdit
      id={`tags-${item.id}`}
      name={item.tags.join(", ")}
      class={fieldStyles.input}
      rootClass={styles.field}
      aria-label={`Tags of ${item.name}, with commas between them`}
      placeholder="trend, bitcoin, idea"
      maxLength={MOST_LETTERS}
      error={(id, message) => <FieldError id={id} message={message} />}
      onKeep={(text) => onKeep(typedTags(text))}
      onEmptied={() => void onKeep([])}
      onDone={onDone}
    />
  );
}
