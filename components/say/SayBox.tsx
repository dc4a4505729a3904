/** A field in which a strategy, or one condition, is written in words: what is not understood is underlined, and words are offered. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type { Grammar } from "../../studio/say/grammar.ts";
import type { SayField, SayOffer, SayPiece } from "../../studio/say/say_field.ts";
import { cx } from "../../ui/cx.ts";
import { float } from "../../ui/floating.ts";
import surfacesStyles from "../../ui/surfaces.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import { SayMessages } from "./SayMessages.tsx";
import styles from "./SayBox.module.css.ts";

export interface SayBoxProps {
  readonly field: SayField;
  /** What is written here. */
  readonly label: string;
  /** Loads the grammar: at once where there is something to read, else with the first focus. */
  readonly load: () => Promise<Grammar>;
  readonly id?: string;
  /** In a form that is sent. */
  readonly name?: string;
  readonly placeholder?: string;
  readonly hidesLabel?: boolean;
  readonly takesFocus?: boolean;
  readonly maxLength?: number;
  /** Enter where one condition is written, Ctrl+Enter in a strategy. */
  readonly onSubmit?: () => void;
  /** Below the field, while there is nothing to say of the words. */
  readonly hint?: ComponentChildren;
  /** Beside the field. */
  readonly aside?: ComponentChildren;
}

export function SayBox(props: SayBoxProps) {
  const { field, label, name, placeholder, takesFocus = false, maxLength, onSubmit } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const input = useRef<HTMLTextAreaElement>(null);
  const load = useGrammar(field, props.load, takesFocus);
  const text = field.text.value;
  const offers = field.offers.value;
  const active = Math.min(field.active.value, offers.length - 1);
  const isWrong = field.pieces.value.some(({ problem }) => problem !== null);
  // At once, not after the next frame: what is typed meanwhile would go elsewhere.
  useLayoutEffect(() => {
    if (!takesFocus) return;
    input.current?.focus();
    input.current?.setSelectionRange(text.length, text.length);
  }, []);

  const put = (offer: SayOffer) => {
    const element = input.current;
    const { start, end, text: words } = field.insertion(offer);
    element?.focus();
    element?.setSelectionRange(start, end);
    // As if it had been typed, so that the browser can undo it.
    if (globalThis.document.execCommand?.("insertText", false, words)) return;
    field.replace(offer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const { key } = event;
    const chosen = offers[active];
    const isOpen = offers.length > 0;
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (isOpen && !hasModifier && (key === "ArrowDown" || key === "ArrowUp")) {
      field.step(key === "ArrowDown" ? 1 : -1);
    } else if (chosen && !hasModifier && (key === "Enter" || key === "Tab") && !event.shiftKey) {
      put(chosen);
    } else if (isOpen && key === "Escape") field.offering.value = false;
    else if (key === "Enter" && onSubmit && (field.kind === "condition" || hasModifier)) onSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const select = (start: number, end: number) => {
    input.current?.focus();
    input.current?.setSelectionRange(start, end);
  };

  return (
    <div class={styles.say} data-part="say">
      <label class={props.hidesLabel ? textStyles.srOnly : styles.label} for={id}>{label}</label>
      <div class={styles.row}>
        <div
          class={styles.frame}
          data-kind={field.kind}
          data-slim={props.aside !== undefined}
          data-invalid={isWrong}
        >
          <textarea
            ref={input}
            id={id}
            name={name}
            class={styles.input}
            rows={1}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            // What a dialog gives focus to when it opens.
            autoFocus={takesFocus}
            maxLength={maxLength}
            placeholder={placeholder}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={offers.length > 0 ? `${id}-offers` : undefined}
            aria-activedescendant={offers[active] ? `${id}-offer-${active}` : undefined}
            aria-describedby={`${id}-messages`}
            aria-invalid={isWrong}
            value={text}
            onInput={({ currentTarget }) => {
              load();
              field.type(currentTarget.value, currentTarget.selectionStart);
            }}
            onSelect={({ currentTarget }) => field.moveTo(currentTarget.selectionStart)}
            onFocus={load}
            onBlur={() => {
              field.offering.value = false;
            }}
            onKeyDown={onKeyDown}
          />
          <Underlines pieces={field.pieces.value} onPick={select} />
          {offers.length > 0 && (
            <Offers
              id={id}
              offers={offers}
              active={active}
              before={text.slice(0, offers[0]!.start)}
              onHover={(at) => {
                field.active.value = at;
              }}
              onChoose={put}
            />
          )}
        </div>
        {props.aside}
      </div>
      <SayMessages id={`${id}-messages`} field={field} onReplace={put} onRetry={load}>
        {props.hint}
      </SayMessages>
    </div>
  );
}

/** Loads the grammar when it is wanted; again after a failure. */
function useGrammar(field: SayField, loadIt: () => Promise<Grammar>, atOnce: boolean): () => void {
  const isLoading = useRef(false);
  const load = () => {
    if (field.grammar.peek() || isLoading.current) return;
    isLoading.current = true;
    field.broken.value = false;
    loadIt().then((grammar) => {
      field.grammar.value = grammar;
    }).catch(() => {
      field.broken.value = true;
    }).finally(() => {
      isLoading.current = false;
    });
  };
  useEffect(() => {
    if (atOnce || field.text.peek() !== "") load();
  }, []);
  return load;
}

/** The text once more, unseen, with lines below what is not understood. */
function Underlines(
  { pieces, onPick }: {
    pieces: readonly SayPiece[];
    onPick: (start: number, end: number) => void;
  },
) {
  return (
    <div class={styles.mirror} aria-hidden="true">
      {pieces.map(({ text, problem }, i) =>
        problem
          ? (
            <span
              key={i}
              class={styles.wrong}
              data-part="say-wrong"
              title={problem.message}
              onMouseDown={(event) => {
                event.preventDefault();
                onPick(problem.start, problem.end);
              }}
            >
              {text}
            </span>
          )
          : text
      )}
      {"\u200b"}
    </div>
  );
}

function Offers(
  { id, offers, active, before, onHover, onChoose }: {
    id: string;
    offers: readonly SayOffer[];
    active: number;
    /** The text up to where the list begins. */
    before: string;
    onHover: (at: number) => void;
    onChoose: (offer: SayOffer) => void;
  },
) {
  const place = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (!place.current || !list.current) return;
    return float(place.current, list.current, {
      placement: "bottom-start",
      gap: 4,
      fitsHeight: true,
    });
  }, [before]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <>
      <div class={styles.mirror} aria-hidden="true">
        {before}
        <span ref={place}>&#8203;</span>
      </div>
      <ul
        ref={list}
        id={`${id}-offers`}
        class={cx(surfacesStyles.popover, styles.offers)}
        role="listbox"
        aria-label="Words to go on with"
      >
        {offers.map((offer, i) => (
          <li
            key={offer.text}
            id={`${id}-offer-${i}`}
            class={styles.offer}
            role="option"
            aria-selected={i === active}
            onPointerMove={() => onHover(i)}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(offer)}
          >
            {offer.text}
          </li>
        ))}
      </ul>
    </>
  );
}
