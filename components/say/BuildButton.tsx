/** What is done with words that are understood; while they are not, why it cannot be done stands beside it. */
import { useId } from "preact/hooks";
import type { SayField, SayReading } from "../../studio/say/say_field.ts";
import { Button } from "../../ui/Button.tsx";
import textStyles from "../../ui/text.module.css.ts";
import styles from "./BuildButton.module.css.ts";

export function BuildButton(
  { field, label, submits, disabled = false, isAside = false, onBuild }: {
    field: SayField;
    label: string;
    /** For another reason, which stands elsewhere. */
    disabled?: boolean;
    /** Sends the form that it is part of, with this name and value. */
    submits?: { readonly name?: string; readonly value?: string };
    /** Beside the field: what is said below that shows why, and here it is only read out. */
    isAside?: boolean;
    onBuild?: () => void;
  },
) {
  const id = useId();
  const reason = reasonAgainst(field);
  return (
    <div class={styles.build}>
      <Button
        variant="primary"
        type={submits ? "submit" : "button"}
        {...submits}
        disabled={disabled || reason !== null}
        title={isAside ? reason ?? undefined : undefined}
        aria-describedby={reason === null ? undefined : id}
        onClick={onBuild}
      >
        {label}
      </Button>
      {reason !== null && (
        <span id={id} class={isAside ? textStyles.srOnly : styles.reason}>{reason}</span>
      )}
    </div>
  );
}

/** Why nothing can be built of the words; `null` when it can. Without a grammar the server will say. */
function reasonAgainst(field: SayField): string | null {
  if (field.grammar.value === null) return null;
  const reading: SayReading = field.reading.value;
  const isStrategy = field.kind === "strategy";
  if (reading.kind === "empty") {
    return isStrategy ? "Write when to buy first." : "Write a condition first.";
  }
  if (reading.kind !== "problems") return null;
  return reading.problems.every(({ isOpenEnd }) => isOpenEnd)
    ? "The sentence is not finished."
    : "Change what is underlined first.";
}
