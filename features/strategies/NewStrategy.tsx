/** Making a strategy: from blank at once, or what it trades and which template it starts from. */
import { marketKey } from "../../contracts/market_names.ts";
import { type StrategyDocument, TEMPLATE_KINDS, type TemplateKind } from "../../engine/mod.ts";
import { UpgradeLink } from "../../components/upgrade/UpgradeLink.tsx";
import { strategiesFull } from "../../contracts/limits.ts";
import type { Market } from "../../contracts/markets.ts";
import type { TemplateResult as Result } from "../../contracts/templates.ts";
import type { WorkUsage } from "../../contracts/users.ts";
import { lowerFirst } from "../../text/format.ts";
import { TEMPLATE_KIND_WORDS } from "../../text/template_kinds.ts";
import { Island } from "../../components/island/Island.tsx";
import { widePicture } from "../../components/pictures/graph_layout.ts";
import { GraphThumbnail } from "../../components/pictures/GraphThumbnail.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { FieldError, SelectField, TextField } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { StartFromBlank } from "./StartFromBlank.tsx";
import type { ResultsSource } from "./template_results.ts";
import { TemplateResult, TemplateSource } from "./TemplateResult.tsx";
import { SayStart } from "./SayStart.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import segmentsStyles from "../../ui/Segments.module.css.ts";
import styles from "./NewStrategy.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import toneStyles from "../../ui/tone.module.css.ts";

export interface TemplateCard {
  readonly id: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly summary: string;
  readonly when_it_works: string;
  readonly when_it_fails: string;
  readonly document: StrategyDocument;
  /** What it makes of the chosen market; `null` where that is not known. */
  readonly result: Result | null;
}

export interface NewStrategyProps {
  readonly markets: readonly Market[];
  readonly templates: readonly TemplateCard[];
  /** Of which candles the results are. */
  readonly source: ResultsSource;
  /** How many strategies the account has, and may have. */
  readonly usage: WorkUsage["strategies"];
  /** Where a plan is sold that allows more; `null` where none is. */
  readonly upgrade: string | null;
  readonly values: Readonly<Record<"name" | "asset" | "timeframe" | "template" | "say", string>>;
  readonly errors: Readonly<
    Partial<Record<"name" | "asset" | "timeframe" | "template" | "say" | "form", string>>
  >;
}

const TIMEFRAME_WORDS: Readonly<Record<string, string>> = {
  "15m": "15 minutes",
  "1h": "1 hour",
  "4h": "4 hours",
  "1d": "1 day",
  "1w": "1 week",
};

/** Every template; and each kind by itself. */
const KINDS = ["all", ...TEMPLATE_KINDS] as const;

export function NewStrategy(props: NewStrategyProps) {
  const { markets, templates, source, usage, values, errors } = props;
  const full = strategiesFull(usage);
  const shared = markets.filter((market) => market.import === undefined);
  const assets = shared.map(({ asset, name, synthetic }) => ({
    value: asset,
    label: synthetic ? `${asset} – synthetic, for trying things out` : `${asset} – ${name}`,
  }));
  const credits = Object.fromEntries(
    shared.flatMap(({ asset, attribution }) => attribution ? [[asset, attribution]] : []),
  );
  // An import has the timeframe of its file: it is one choice with it.
  const own = markets.filter((market) => market.import !== undefined).flatMap((market) =>
    market.timeframes.map(({ timeframe }) => ({
      value: `${marketKey(market)} ${timeframe}`,
      label: `${market.asset} ${timeframe} – your import ${market.import}`,
    }))
  );
  const isOwn = own.some(({ value }) => value === values.asset);
  const timeframes = (shared[0]?.timeframes ?? []).map(({ timeframe }) => ({
    value: timeframe,
    label: TIMEFRAME_WORDS[timeframe] ?? timeframe,
  }));
  return (
    <div class={pagesStyles.page}>
      <div class={pagesStyles.head}>
        <h1>New strategy</h1>
        <StartFromBlank full={full !== null} whyId="no-room" />
      </div>
      {full
        ? (
          <Notice tone="caution" live>
            <span id="no-room">{full}</span>{" "}
            <a class={linkStyles.link} href="/strategies">Go to your strategies</a>
            {props.upgrade && " · "}
            <UpgradeLink to={props.upgrade} />
          </Notice>
        )
        : errors.form && <Notice tone="loss" live>{errors.form}</Notice>}
      <form method="post" action="/strategies/new" noValidate>
        {/* What Enter in a field does; the first button of a form is meant. */}
        <button type="submit" hidden disabled={full !== null} />
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
            placeholder="Optional: defaults to the template’s name"
            maxLength={100}
            autocomplete="off"
          />
          <SelectField
            id="asset"
            name="asset"
            label="Asset"
            value={values.asset}
            error={errors.asset}
            options={own.length === 0 ? assets : undefined}
          >
            {own.length > 0 && (
              <>
                <optgroup label="Yours">
                  {own.map((one) => <option key={one.value} {...one}>{one.label}</option>)}
                </optgroup>
                <optgroup label="Shared">
                  {assets.map((one) => <option key={one.value} {...one}>{one.label}</option>)}
                </optgroup>
              </>
            )}
          </SelectField>
          <SelectField
            id="timeframe"
            name="timeframe"
            label="Timeframe"
            value={values.timeframe}
            error={errors.timeframe}
            disabled={isOwn}
            title={isOwn ? "Your import has one timeframe" : undefined}
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
          <div class={styles.bar}>
            <KindFilter />
            <Island name="template_source" component={TemplateSource} props={{ source, credits }} />
          </div>
          <div class={styles.templateGrid}>
            {templates.map((template) => (
              <TemplateChoice
                key={template.id}
                template={template}
                source={source}
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
    </div>
  );
}

/** Which kind is shown. The styles do the rest, so that it works before any script; what is chosen stays in view. */
function KindFilter() {
  return (
    <div class={segmentsStyles.segments} role="radiogroup" aria-label="Kind of template">
      {KINDS.map((kind) => (
        <label key={kind} class={cx(segmentsStyles.segment, styles.kind)}>
          <input type="radio" name="kind" value={kind} checked={kind === "all"} />
          {kind === "all" ? "All" : TEMPLATE_KIND_WORDS[kind]}
        </label>
      ))}
    </div>
  );
}

function TemplateChoice({ template, source, checked }: {
  template: TemplateCard;
  source: ResultsSource;
  checked: boolean;
}) {
  const { id, name, kind, summary, when_it_works, when_it_fails, document, result } = template;
  const blocks = document.blocks.length;
  const props = {
    id,
    result,
    isPending: source.isPending ?? false,
    hasCandles: source.from !== null,
  };
  return (
    <label class={styles.templateCard} data-kind={kind} data-template={id}>
      <input
        type="radio"
        name="template"
        value={id}
        checked={checked}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-words`}
      />
      <span class={styles.templateName}>
        <span id={`${id}-name`}>{name}</span>
        <Badge>{TEMPLATE_KIND_WORDS[kind]}</Badge>
      </span>
      <span class={styles.picture}>
        <GraphThumbnail picture={widePicture(document)} label={`Its ${blocks} blocks`} />
      </span>
      <Island
        name="template_result"
        component={TemplateResult}
        props={props}
      />
      <span id={`${id}-words`} class={styles.templateText}>{summary}</span>
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
    <label class={styles.templateCard} data-kind="blank">
      <input type="radio" name="template" value="blank" checked={checked} />
      <span class={styles.templateName}>Blank canvas</span>
      <span class={styles.templateText}>
        Nothing on it yet. The editor suggests the first blocks and says what is missing before it
        can run.
      </span>
    </label>
  );
}
