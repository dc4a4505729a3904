/** The tags of a strategy in the list: a press on one shows all that have it; or a field while they are changed. */
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { typedTags } from "../../contracts/tags.ts";
import { FieldError } from "../../ui/Field.tsx";
import { InlineEdit } from "../../ui/InlineEdit.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./StrategyTags.module.css.ts";

/** Ten tags of the longest kind, with what separates them. */
const MOST_LETTERS = 320;

export function StrategyTags({ tags, onPick }: {
  readonly tags: readonly string[];
  readonly onPick: (tag: string) => void;
}) {
  return (
    <span class={styles.tags} data-part="tags">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          class={styles.tag}
          aria-label={`Show strategies tagged ${tag}`}
          onClick={() => onPick(tag)}
        >
          {tag}
        </button>
      ))}
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
