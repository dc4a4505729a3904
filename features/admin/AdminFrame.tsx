/** The frame of the operator's pages: where one is among the panels. */
import type { ComponentChildren } from "preact";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { cx } from "../../ui/cx.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./admin.module.css.ts";

export interface PanelLink {
  readonly id: string;
  readonly title: string;
}

export function AdminFrame(
  { panels, current, title, done, problem, children }: {
    readonly panels: readonly PanelLink[];
    readonly current: string;
    /** Of a page below a panel; absent = the panel's own. */
    readonly title?: string;
    /** What was just done, in a sentence. */
    readonly done?: string | null;
    /** Why something was refused. */
    readonly problem?: string | null;
    readonly children: ComponentChildren;
  },
) {
  const panel = panels.find(({ id }) => id === current);
  return (
    <div class={pagesStyles.page}>
      <PageHead
        title={title ?? "Admin"}
        {...(title === undefined || !panel
          ? {}
          : { trail: [{ href: `/admin/${panel.id}`, label: panel.title }] })}
      />
      <nav class={styles.nav} aria-label="Admin">
        {panels.map(({ id, title: name }) => (
          <a key={id} href={`/admin/${id}`} aria-current={id === current ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {done && (
        <p class={styles.done} role="status">
          <Icon name="check" />
          {done}
        </p>
      )}
      {problem && <Notice tone="loss" live>{problem}</Notice>}
      <div class={cx(styles.panel)}>{children}</div>
    </div>
  );
}
