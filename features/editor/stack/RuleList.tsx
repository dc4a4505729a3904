/** The strategy as a list: each condition with its sentence and its settings, to be changed and taken away. */
import { Button } from "../../../ui/Button.tsx";
import { Select } from "../../../ui/Select.tsx";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { useEffect, useRef } from "preact/hooks";
import { cardWords, nameOf } from "../../../studio/document/names.ts";
import { ruleBlocks, type RuleGroup, ruleGroups } from "../../../studio/document/rule_list.ts";
import { type ParamField, visibleFields } from "../../../studio/document/params.ts";
import { blockMessage } from "../../../studio/canvas/block_message.ts";
import type { Block, ParamValue } from "../../../studio/document/document.ts";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { ParamNumber } from "../inspector/ParamNumber.tsx";
import { AddCondition } from "../say/AddCondition.tsx";
import type { Clause } from "../../../studio/say/add_condition.ts";
import { useEditor } from "../session/context.ts";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./RuleList.module.css.ts";

const HEADINGS: Readonly<Record<RuleGroup["kind"], string>> = {
  buy: "Buy when",
  sell: "Sell when",
  loose: "Not connected",
  risk: "Risk and size",
};

const KINDS = ["buy", "sell", "loose", "risk"] as const;
const VERBS: Readonly<Record<Clause, string>> = { entry: "Buy", exit: "Sell" };

export function RuleList() {
  const { store } = useEditor();
  const found = ruleGroups(store.shown.value, store.catalog);
  const isEmpty = found.length === 0;
  // Where nothing is bought or sold on yet, that is where it is added.
  const groups = KINDS.flatMap((kind) => {
    const blocks = found.find((group) => group.kind === kind)?.blocks ?? [];
    return blocks.length > 0 || kind === "buy" || kind === "sell" ? [{ kind, blocks }] : [];
  });
  return (
    <div class={styles.rules} data-part="rules">
      {isEmpty && (
        <p class={frameStyles.quiet}>
          No conditions yet. Add one, or a block, to begin.
        </p>
      )}
      {groups.map(({ kind, blocks }) => (
        <section key={kind} aria-label={HEADINGS[kind]}>
          <h2>{HEADINGS[kind]}</h2>
          <ul>
            {blocks.map((block) => <Rule key={block.id} block={block} />)}
          </ul>
          {kind === "buy" && <Add clause="entry" isFirst={blocks.length === 0} />}
          {kind === "sell" && <Add clause="exit" isFirst={blocks.length === 0} />}
        </section>
      ))}
    </div>
  );
}

function Add({ clause, isFirst }: { clause: Clause; isFirst: boolean }) {
  const label = `${VERBS[clause]} when …`;
  if (isFirst) {
    return <AddCondition clause={clause} join="and" words="+ Add a condition" label={label} />;
  }
  return (
    <>
      <AddCondition clause={clause} join="and" words="+ and …" label={`${label} and`} />
      <AddCondition clause={clause} join="or" words="+ or …" label={`${label} or`} />
    </>
  );
}

function Rule({ block }: { block: Block }) {
  const { store, ui } = useEditor();
  const { catalog } = store;
  const document = store.shown.value;
  const row = useRef<HTMLLIElement>(null);
  const isSelected = store.selectedBlocks.value.has(block.id);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  const definition = catalog(block.type);
  if (!definition) return null;
  const { title, line } = cardWords(document, catalog, block);
  const parts = ruleBlocks(document, catalog, block.id);
  const messages = parts.flatMap(({ id }) =>
    blockMessage(document, catalog, store.check.value, id) ?? []
  );
  const words = definition.family === "risk" && line ? `${title} ${line}` : title;
  return (
    <li ref={row} class={styles.rule} {...toneOf(definition)} data-selected={isSelected}>
      <div class={styles.head}>
        <span class={blocksStyles.icon}>
          <FamilyIcon family={definition.family} />
        </span>
        <b>{words}</b>
        <Button
          variant="ghost"
          size="compact"
          icon="pencil"
          aria-label={`All settings of ${words}`}
          onClick={() => {
            store.select([block.id]);
            ui.sheet.value = "inspector";
          }}
        />
        {!store.readOnly.value && (
          <Button
            variant="ghost"
            size="compact"
            icon="trash"
            aria-label={`Delete ${words}`}
            onClick={() => store.removeRule(block.id)}
          />
        )}
      </div>
      {messages.map(({ text, tone }) => (
        <p key={text} class={cx(tone === "bad" ? fieldsStyles.problem : frameStyles.quiet)}>
          {text}
        </p>
      ))}
      <div class={styles.fields}>
        {parts.flatMap((part) =>
          fieldsOf(part).map((field) => (
            <RuleField
              key={`${part.id} ${field.spec.name}`}
              block={part}
              field={field}
              isOwn={part.id === block.id}
            />
          ))
        )}
      </div>
    </li>
  );

  function fieldsOf(part: Block): readonly ParamField[] {
    const own = catalog(part.type);
    if (!own) return [];
    return visibleFields(document, catalog, own, part).filter(({ spec }) => spec.kind !== "days");
  }
}

function RuleField(
  { block, field, isOwn }: { block: Block; field: ParamField; isOwn: boolean },
) {
  const { store } = useEditor();
  const { spec, value, defaultValue, scale } = field;
  const faults = store.check.value.faultsByBlock.get(block.id) ?? [];
  const set = (next: ParamValue) => store.setParam(block.id, spec.name, next);
  const label = isOwn
    ? spec.label
    : `${nameOf(store.shown.value, store.catalog, block.id)} · ${spec.label}`;
  return (
    <FieldGroup data-param={spec.name} label={label}>
      {({ labelId }) =>
        spec.kind === "choice"
          ? (
            <Select
              size="compact"
              aria-labelledby={labelId}
              disabled={store.readOnly.value}
              value={String(value ?? "")}
              options={spec.options ?? []}
              onChange={(event) => set(event.currentTarget.value)}
            />
          )
          : (
            <ParamNumber
              spec={spec}
              value={value as number | undefined}
              defaultValue={defaultValue as number | undefined}
              scale={scale}
              fault={faults.find(({ param }) => param === spec.name)?.message ?? null}
              disabled={store.readOnly.value}
              labelId={labelId}
              plain
              onChange={set}
            />
          )}
    </FieldGroup>
  );
}
