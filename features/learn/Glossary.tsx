/** All words of the glossary, by what they are about; each has an anchor of its own. */
import {
  GLOSSARY,
  GLOSSARY_GROUPS,
  type GlossaryGroup,
  type TermKey,
} from "../../text/glossary.ts";
import { TERM_KEYS } from "../../text/glossary_order.ts";
import {
  learnPath,
  ROBUSTNESS_NAMES,
  TEST_NAMES,
  TEST_WORDS,
} from "../../text/robustness/test_words.ts";
import linkStyles from "../../ui/link.module.css.ts";
import { ReadingPage } from "./ReadingPage.tsx";
import styles from "./Glossary.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

/** Words that have a page of their own. */
const PAGES: Readonly<Partial<Record<TermKey, { readonly href: string; readonly label: string }>>> =
  {
    overfitting: { href: "/learn/overfitting", label: "Overfitting, tried out" },
  };

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
                  {PAGES[key] && (
                    <dd>
                      <a class={linkStyles.link} href={PAGES[key].href}>{PAGES[key].label}</a>
                    </dd>
                  )}
                </div>
              );
            })}
            {group === "trust" &&
              ROBUSTNESS_NAMES.map((name) => (
                <div key={name} id={`test-${name}`}>
                  <dt>{TEST_NAMES[name]} (test)</dt>
                  <dd>{TEST_WORDS[name].question} {TEST_WORDS[name].method}</dd>
                  <dd>
                    <a class={linkStyles.link} href={learnPath(name)}>
                      How this test works<span class={textStyles.srOnly}>: {TEST_NAMES[name]}</span>
                    </a>
                  </dd>
                </div>
              ))}
          </dl>
        ),
      }))}
    />
  );
}
