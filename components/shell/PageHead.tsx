import type { ComponentChildren } from "preact";
import { Icon } from "../../ui/Icon.tsx";
import pagesStyles from "../styles/pages.module.css.ts";
import styles from "./PageHead.module.css.ts";

/** Where this page hangs, what it is, what can be done. */
export function PageHead(
  { trail = [], title, about, actions }: {
    readonly trail?: readonly { readonly href: string; readonly label: string }[];
    readonly title: string;
    readonly about?: ComponentChildren;
    readonly actions?: ComponentChildren;
  },
) {
  return (
    <div class={styles.top}>
      {trail.length > 0 && (
        <nav class={pagesStyles.trail} aria-label="Where this is">
          {trail.map(({ href, label }) => (
            <span key={href}>
              <a href={href} title={label}>{label}</a>
              <Icon name="chevron-right" size={14} />
            </span>
          ))}
        </nav>
      )}
      <div class={pagesStyles.head}>
        <div class={pagesStyles.title}>
          <h1 title={title}>{title}</h1>
          {about && <p>{about}</p>}
        </div>
        {actions && <div class={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
