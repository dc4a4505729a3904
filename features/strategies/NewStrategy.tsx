/** Making a strategy: what it trades, and what it starts from. Plain HTML. */
import { strategiesFull } from "../../contracts/limits.ts";
import type { Market } from "../../contracts/markets.ts";
import type { WorkUsage } from "../../contracts/users.ts";
import { counted, lowerFirst } from "../../text/format.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { FieldError, SelectField, TextField } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Island } from "../../components/island/Island.tsx";
import { SayStart } from "./SayStart.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./NewStrategy.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import toneStyles from "../../ui/tone.module.css.ts";

export interface TemplateCard {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly when_it_works: string;
  readonly when_it_fails: string;
  readonly blocks: number;
}

export interface NewStrategyProps {
  readonly markets: readonly Market[];
  readonly templates: readonly TemplateCard[];
  /** How many strategies the account has, and may have. */
  readonly usage: WorkUsage["strategies"];
  readonly values: Readonly<Record<"name" | "asset" | "timeframe" | "template" | "say", string>>;
  readonly errors: Readonly<
    Partial<Record<"name" | "asset" | "timeframe" | "template" | "say" | "form", string>>
  >;
}

const TIMEFRAME_WORDS: Readonly<Record<string, string>> = {
  "1h": "1 hour",
  "4h": "4 hours",
  "1d": "1 day",
};

export function NewStrategy({ markets, templates, usage, values, errors }: NewStrategyProps) {
  const full = strategiesFull(usage);
  const assets = markets.map(({ asset, name, synthetic }) => ({
    value: asset,
    label: synthetic ? `${asset} – synthetic, for trying things out` : `${asset} – ${name}`,
  }));
  const timeframes = (markets[0]?.timeframes ?? []).map(({ timeframe }) => ({
    value: timeframe,
    label: TIMEFRAME_WORDS[timeframe] ?? timeframe,
  }));
  return (
    <form
      class={cx(pagesStyles.page, pagesStyles.narrow)}
      method="post"
      action="/strategies/new"
      noValidate
    >
      {/* What Enter in a field does; the first button of a form is meant. */}
      <button type="submit" hidden disabled={full !== null} />
      <div class={pagesStyles.head}>
        <h1>New strategy</h1>
      </div>
      {full
        ? (
          <Notice tone="caution" live>
            <span id="no-room">{full}</span>{" "}
            <a class={linkStyles.link} href="/strategies">Go to your strategies</a>
          </Notice>
        )
        : errors.form && <Notice tone="loss" live>{errors.form}</Notice>}
      <section
        class={cx(cardStyles.card, cardStyles.pad, styles.basics)}
        aria-label="What it trades"
      >
        <TextField
          id="name"
          name="name"
          label="Name"
          value={values.name}
          error={errors.name}
          placeholder="Optional: defaults to the template’s name, or to what it buys on"
          maxLength={100}
          autocomplete="off"
          class={styles.name}
        />
        <SelectField
          id="asset"
          name="asset"
          label="Asset"
          value={values.asset}
          error={errors.asset}
          options={assets}
        />
        <SelectField
          id="timeframe"
          name="timeframe"
          label="Timeframe"
          value={values.timeframe}
          error={errors.timeframe}
          options={timeframes}
        />
      </section>
      <section class={cx(cardStyles.card, cardStyles.pad, styles.say)} aria-label="Say it">
        {errors.say && <FieldError message={errors.say} />}
        <Island
          name="say_start"
          component={SayStart}
          props={{ text: values.say, disabled: full !== null }}
        />
      </section>
      <fieldset class={styles.templates} id="templates">
        <legend>Start from</legend>
        {errors.template && <FieldError message={errors.template} />}
        <div class={styles.templateGrid}>
          {templates.map((template) => (
            <TemplateChoice
              key={template.id}
              template={template}
              checked={template.id === values.template}
            />
          ))}
          <BlankChoice checked={values.template === "blank"} />
        </div>
      </fieldset>
      <div class={styles.foot}>
        <ButtonLink href="/strategies" variant="ghost">Cancel</ButtonLink>
        <Button
          type="submit"
          variant="primary"
          disabled={full !== null}
          aria-describedby={full ? "no-room" : undefined}
        >
          Create strategy
        </Button>
      </div>
    </form>
  );
}

function TemplateChoice({ template, checked }: { template: TemplateCard; checked: boolean }) {
  const { id, name, summary, when_it_works, when_it_fails, blocks } = template;
  return (
    <label class={styles.templateCard}>
      <input type="radio" name="template" value={id} checked={checked} />
      <span class={styles.templateName}>
        {name}
        <span class={styles.templateBlocks}>{counted(blocks, "block")}</span>
      </span>
      <span class={styles.templateText}>{summary}</span>
      <span class={styles.templateWhen}>
        <Icon name="check" size={14} class={toneStyles.gain} />
        <span>
          <b>Works when:</b> {lowerFirst(when_it_works)}
        </span>
      </span>
      <span class={styles.templateWhen}>
        <Icon name="warning" size={14} class={textStyles.caution} />
        <span>
          <b>Fails when:</b> {lowerFirst(when_it_fails)}
        </span>
      </span>
    </label>
  );
}

function BlankChoice({ checked }: { checked: boolean }) {
  return (
    <label class={styles.templateCard}>
      <input type="radio" name="template" value="blank" checked={checked} />
      <span class={styles.templateName}>Blank canvas</span>
      <span class={styles.templateText}>
        Nothing on it yet. The editor suggests the first blocks and says what is missing before it
        can run.
      </span>
    </label>
  );
}
