/** A block's settings: one field for each parameter, made from its definition. */
import { Button } from "../../../ui/Button.tsx";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { CheckSegments, RadioSegments } from "../../../ui/FormSegments.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Select } from "../../../ui/Select.tsx";
import { useId } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { BlockDefinition, ParamSpec } from "../../../engine/mod.ts";
import { plain } from "../../../text/format.ts";
import type { Block, ParamValue } from "../../../studio/document/document.ts";
import { withoutName } from "../../../studio/canvas/block_message.ts";
import { operandsOf } from "../../../studio/document/names.ts";
import {
  effectiveParams,
  type ParamField,
  visibleFields,
} from "../../../studio/document/params.ts";
import { DAY_NAMES, valueText, WEEK } from "../../../studio/document/param_text.ts";
import { useEditor } from "../session/context.ts";
import { PlateauStrip, StripMetricPicker } from "../live/PlateauStrip.tsx";
import { ParamNumber } from "./ParamNumber.tsx";
import { useValueAxis } from "./use_value_axis.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./ParamForm.module.css.ts";

/** With `brief` the fields alone: without words on each, and without what neighbouring values would give. */
export function ParamForm(
  { block, definition, brief = false, only }: {
    block: Block;
    definition: BlockDefinition;
    brief?: boolean;
    /** The parameters that are shown; all by default. */
    only?: readonly string[];
  },
) {
  const { store } = useEditor();
  const fields = visibleFields(store.shown.value, store.catalog, definition, block)
    .filter(({ spec }) => only === undefined || only.includes(spec.name));
  const faults = store.check.value.faultsByBlock.get(block.id) ?? [];
  const faultOf = (param: string) => {
    const fault = faults.find((candidate) => candidate.param === param);
    return fault ? withoutName(store.shown.value, store.catalog, block.id, fault.message) : null;
  };
  if (definition.params.length === 0) {
    return <p class={frameStyles.quiet}>This block has no settings.</p>;
  }
  return (
    <div class={styles.form}>
      {!brief && fields.some(({ spec }) => isNumeric(spec)) && <StripMetricPicker />}
      {fields.map((field) => (
        <Field
          key={field.spec.name}
          block={block}
          field={field}
          fault={faultOf(field.spec.name)}
          brief={brief}
        />
      ))}
    </div>
  );
}

function isNumeric({ kind }: ParamSpec): boolean {
  return kind === "integer" || kind === "number";
}

function Field(
  { block, field, fault, brief }: {
    block: Block;
    field: ParamField;
    fault: string | null;
    brief: boolean;
  },
) {
  const { store } = useEditor();
  const id = useId();
  const { spec, value } = field;
  const disabled = store.readOnly.value;
  const set = (next: ParamValue | undefined) => store.setParam(block.id, spec.name, next);
  const isNumber = isNumeric(spec);
  const axis = useValueAxis({
    spec,
    value: isNumber ? value as number | undefined : undefined,
    defaultValue: field.defaultValue as number | undefined,
    scale: field.scale,
  });
  return (
    <FieldGroup
      data-param={spec.name}
      label={spec.label}
      hint={brief ? undefined : spec.help}
      aside={
        <>
          {isNumber && <span class={styles.range}>{rangeText(field)}</span>}
          {field.changed && !disabled && (
            <Button
              variant="ghost"
              size="xs"
              icon="restore"
              iconSize={14}
              class={styles.reset}
              title={`Reset to ${valueText(spec, field.defaultValue)}`}
              aria-label={`${spec.label}: reset to ${valueText(spec, field.defaultValue)}`}
              onClick={() => set(undefined)}
            />
          )}
        </>
      }
    >
      {({ labelId, hintId }) => (
        <>
          {isNumber && (
            <ParamNumber
              spec={spec}
              value={value as number | undefined}
              defaultValue={field.defaultValue as number | undefined}
              scale={field.scale}
              fault={fault}
              disabled={disabled}
              labelId={labelId}
              describedBy={`${hintId} ${id}-strip`}
              onChange={set}
              {...(brief ? {} : {
                axis,
                track: (pointed) => (
                  <PlateauStrip
                    wordsId={`${id}-strip`}
                    blockId={block.id}
                    spec={spec}
                    value={value as number | undefined}
                    axis={axis.axis}
                    pointed={pointed}
                    disabled={disabled}
                    onPick={set}
                  />
                ),
              })}
            />
          )}
          {field.presets.length > 0 && (
            <Segments
              chips
              label={`Common values: ${spec.label}`}
              options={field.presets.map((preset) => ({
                value: String(preset),
                label: valueText({ ...spec, unit: "" }, preset),
              }))}
              value={String(value)}
              disabled={disabled}
              onChange={(chosen) => set(Number(chosen))}
            />
          )}
          {spec.kind === "choice" && (
            <Operands block={block}>
              <Choice
                field={field}
                labelId={labelId}
                describedBy={hintId}
                disabled={disabled}
                onChange={set}
              />
            </Operands>
          )}
          {spec.kind === "days" && (
            <Days field={field} labelId={labelId} disabled={disabled} onChange={set} />
          )}
          {fault && !isNumber && <p class={fieldsStyles.problem} data-part="problem">{fault}</p>}
        </>
      )}
    </FieldGroup>
  );
}

interface ControlProps {
  readonly field: ParamField;
  readonly labelId: string;
  readonly disabled: boolean;
  readonly onChange: (value: ParamValue) => void;
}

/** A comparison reads as a sentence: what it looks at, how, and what it is held against. */
function Operands({ block, children }: { block: Block; children: ComponentChildren }) {
  const { store } = useEditor();
  const definition = store.catalog(block.type);
  const comparison = definition?.comparison?.(effectiveParams(definition, block.params));
  if (!comparison || comparison.crosses) return <>{children}</>;
  const { left, right } = operandsOf(store.shown.value, store.catalog, block);
  return (
    <div class={styles.operands}>
      <span title={left}>{left}</span>
      {children}
      <span title={right}>{right}</span>
    </div>
  );
}

/** Few short options stand side by side, more become a menu. */
function Choice(
  { field, labelId, describedBy, disabled, onChange }: ControlProps & { describedBy: string },
) {
  const options = field.spec.options ?? [];
  const letters = options.reduce((sum, option) => sum + option.label.length, 0);
  if (options.length <= 4 && letters <= 24) {
    return (
      <RadioSegments
        labelledBy={labelId}
        options={options}
        value={String(field.value ?? "")}
        disabled={disabled}
        onChange={onChange}
      />
    );
  }
  return (
    <Select
      size="compact"
      aria-labelledby={labelId}
      aria-describedby={describedBy}
      disabled={disabled}
      value={String(field.value ?? "")}
      options={options}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Days({ field, labelId, disabled, onChange }: ControlProps) {
  const chosen = new Set(Array.isArray(field.value) ? field.value as readonly number[] : WEEK);
  return (
    <CheckSegments
      labelledBy={labelId}
      options={WEEK.map((day) => ({ value: String(day), label: DAY_NAMES[day] ?? "" }))}
      values={new Set([...chosen].map(String))}
      disabled={disabled}
      onChange={(day, isOn) => {
        const next = new Set(chosen);
        if (isOn) next.add(Number(day));
        else next.delete(Number(day));
        onChange([...next].sort((a, b) => a - b) as unknown as ParamValue);
      }}
    />
  );
}

function rangeText({ spec }: ParamField): string {
  const { min, max } = spec;
  if (min !== undefined && max !== undefined) return `${plain(min)} – ${plain(max)}`;
  if (min !== undefined) return `from ${plain(min)}`;
  return max !== undefined ? `up to ${plain(max)}` : "";
}
