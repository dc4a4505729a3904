/** All words of the glossary, by what they are about; each has an anchor of its own. */
import { GLOSSARY, GLOSSARY_GROUPS, type GlossaryGroup } from "../../text/glossary.ts";
import { TERM_KEYS } from "../../text/glossary_order.ts";
import { ReadingPage } from "./ReadingPage.tsx";
import styles from "./Glossary.module.css.ts";

export function Glossary() {
  const groups = Object.entries(GLOSSARY_GROUPS) as [GlossaryGroup, string][];
  return (
    <ReadingPage
      trail={{ href: "/learn", label: "Learn" }}
      title="Glossary"
      lead="Every term the app uses. Point at a word with a dotted line to see its definition anywhere in the app."
      sections={groups.map(([group, title]) => ({
        // A group may be called as one of its words.
        id: `about-${group}`,
        title,
        body: (
          <dl class={styles.glossary} data-part="glossary">
            {TERM_KEYS.filter((key) => GLOSSARY[key].group === group).map((key) => {
              const { term, definition, more } = GLOSSARY[key];
              return (
                <div key={key} id={key}>
                  <dt>{term}</dt>
                  <dd>{definition}</dd>
                  {more && <dd class={styles.more}>{more}</dd>}
                </div>
              );
            })}
          </dl>
        ),
      }))}
    />
  );
}
