/** Takes what is typed while the field that it is meant for is being loaded, so that no letter becomes a shortcut. */
import { useLayoutEffect, useRef } from "preact/hooks";
import frameStyles from "../styles/frame.module.css.ts";

export function TypedAhead({ id, text = "", takesFocus = false, onType, onLeave }: {
  readonly id?: string;
  /** What was typed before. */
  readonly text?: string;
  readonly takesFocus?: boolean;
  readonly onType: (text: string) => void;
  /** The focus went elsewhere, or Escape was pressed. */
  readonly onLeave: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) field.current?.focus({ preventScroll: true });
  }, []);
  return (
    <input
      ref={field}
      id={id}
      class={frameStyles.unseen}
      tabIndex={-1}
      autocomplete="off"
      aria-label="Loading"
      value={text}
      onInput={({ currentTarget }) => onType(currentTarget.value)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Escape") field.current?.blur();
      }}
      onBlur={onLeave}
    />
  );
}
