import type { ComponentChildren } from "preact";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import readingStyles from "../../components/styles/reading.module.css.ts";
import styles from "./ReadingPage.module.css.ts";

export interface ReadingSection {
  /** Its anchor. */
  readonly id: string;
  readonly title: string;
  readonly body: ComponentChildren;
}

/** A page to read: a column of text, and beside it where one is. */
export function ReadingPage({ title, lead, sections, trail }: {
  readonly title: string;
  readonly lead: ComponentChildren;
  readonly sections: readonly ReadingSection[];
  /** Where this page hangs. */
  readonly trail?: { readonly href: string; readonly label: string };
}) {
  return (
    <div class={styles.page}>
      <nav class={styles.nav} aria-label="On this page">
        {sections.map(({ id, title }) => <a key={id} href={`#${id}`}>{title}</a>)}
      </nav>
      <article class={readingStyles.reading}>
        {trail && (
          <nav class={pagesStyles.trail} aria-label="Where this is">
            <a href={trail.href}>{trail.label}</a>
          </nav>
        )}
        <h1>{title}</h1>
        <p class={readingStyles.lead}>{lead}</p>
        {sections.map(({ id, title, body }) => (
          <section key={id} id={id}>
            <h2>{title}</h2>
            {body}
          </section>
        ))}
      </article>
    </div>
  );
}
