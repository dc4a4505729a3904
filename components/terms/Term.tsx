import type { ComponentChildren } from "preact";
import { Tip } from "../../ui/Tip.tsx";
import { GLOSSARY, type TermKey } from "../../text/glossary.ts";
import tipStyles from "../../ui/Tip.module.css.ts";

/** A word with its meaning one hover, focus or tap away; written as the glossary has it unless `children` says otherwise. */
export function Term(
  { name, children, end = false, plain = false }: {
    readonly name: TermKey;
    readonly children?: ComponentChildren;
    /** The definition grows to the left, for words at the right edge. */
    readonly end?: boolean;
    /** Without the dotted line, for what looks like something already. */
    readonly plain?: boolean;
  },
) {
  const { term, definition, more } = GLOSSARY[name];
  return (
    <Tip
      end={end}
      plain={plain}
      text={
        <>
          {definition}
          {more && <span class={tipStyles.more}>{more}</span>}
        </>
      }
    >
      {children ?? term}
    </Tip>
  );
}
