/** Above the playground: what to begin with, and the way to the editor in its full size. */
import { ButtonLink } from "../../../ui/Button.tsx";
import type { ComponentChildren } from "preact";
import { TRY_PATH } from "../../../studio/guest/guest_key.ts";
import styles from "./PlayBar.module.css.ts";

export interface PlayBarProps {
  readonly templates: readonly { readonly id: string; readonly name: string }[];
  /** The template that is shown; `null` for work of one's own. */
  readonly current: string | null;
  /** Without it the chips are links to the page with another template. */
  readonly onChoose?: (id: string) => void;
  readonly children?: ComponentChildren;
}

export function PlayBar({ templates, current, onChoose, children }: PlayBarProps) {
  return (
    <div class={styles.bar}>
      <div class={styles.chips} role="group" aria-label="Start from">
        {templates.map(({ id, name }) => (
          <a
            key={id}
            class={styles.chip}
            href={`/?template=${id}`}
            data-template={id}
            aria-current={id === current ? "true" : undefined}
            onClick={onChoose && ((event: MouseEvent) => {
              event.preventDefault();
              onChoose(id);
            })}
          >
            {name}
          </a>
        ))}
      </div>
      <div class={styles.actions}>
        {children}
        <ButtonLink
          size="compact"
          href={current ? `${TRY_PATH}?template=${current}` : TRY_PATH}
        >
          Open full editor
        </ButtonLink>
      </div>
    </div>
  );
}
