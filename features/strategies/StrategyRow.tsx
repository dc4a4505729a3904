import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { SYNTHETIC } from "../../text/assets.ts";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { tone, UNKNOWN } from "../../text/format.ts";
import { type Figure as FigureName, metricText } from "../../text/metric_text.ts";
import { Badge } from "../../ui/Badge.tsx";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { FieldError } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { InlineEdit } from "../../ui/InlineEdit.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Time, useZone } from "../../ui/Time.tsx";
import { LIST_ICONS } from "./list_icons.ts";
import {
  type AutoState,
  autoState,
  figureSource,
  isComparable,
  LIST_COLUMNS,
  stateBadge,
} from "./list_state.ts";
import { StrategyTags, TagField } from "./StrategyTags.tsx";
import { Sparkline } from "../../components/pictures/Sparkline.tsx";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import menuStyles from "../../ui/Menu.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import strategyTableStyles from "./StrategyTable.module.css.ts";
import styles from "./StrategyRow.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

/** What the menu of a row does; the same object for every row. */
export interface RowActions {
  readonly pin: (item: StrategyListItem, isPinned: boolean) => void;
  /** Resolves to why they could not be kept, else `null`. */
  readonly tag: (item: StrategyListItem, tags: string[]) => Promise<string | null>;
  /** Shows those alone that have the tag. */
  readonly pickTag: (tag: string) => void;
  /** Chooses it for the comparison, or no more. */
  readonly choose: (item: StrategyListItem) => void;
  readonly rename: (item: StrategyListItem, name: string) => Promise<string | null>;
  readonly duplicate: (item: StrategyListItem) => void;
  /** Archives, or restores from the archive. */
  readonly move: (item: StrategyListItem) => void;
}

interface StrategyRowProps {
  readonly item: StrategyListItem;
  readonly actions: RowActions;
  /** Why no strategy can be added; `null` while there is room. */
  readonly full: string | null;
  /** Whether it is chosen for the comparison, and whether no more can be. */
  readonly isChosen: boolean;
  readonly isLineFull: boolean;
}

export function StrategyRow(props: StrategyRowProps) {
  const { item, actions, full, isChosen, isLineFull } = props;
  // Typing in the search draws the table again; a row that did not change is not even compared.
  return useMemo(
    () => <Row {...props} />,
    [item, actions, full, isChosen, isLineFull],
  );
}

function Row({ item, actions, full, isChosen, isLineFull }: StrategyRowProps) {
  const renaming = useSignal(false);
  const tagging = useSignal(false);
  const { last_run: run, last_result: result } = item;
  const zone = useZone();
  const badge = stateBadge(item);
  const source = figureSource(item, zone);
  const synthetic = item.asset === SYNTHETIC && item.import === null;
  const auto = autoState(item);
  const why = run ? "No backtest of it has completed yet." : "It has not been run yet.";
  return (
    <>
      <tr data-strategy={item.id} data-selected={isChosen} data-pinned={item.is_pinned}>
        <td class={strategyTableStyles.cChoose}>
          <Checkbox
            aria-label={`Compare ${item.name}`}
            checked={isChosen}
            disabled={!isComparable(item) || (isLineFull && !isChosen)}
            title={isComparable(item) ? undefined : why}
            onChange={() => actions.choose(item)}
          />
          <PinButton item={item} onPin={actions.pin} />
        </td>
        <NameCell item={item} renaming={renaming} tagging={tagging} actions={actions} />
        <td class={strategyTableStyles.cMarket}>
          {item.asset} {item.timeframe}
          {item.import !== null && (
            <span class={styles.source} data-part="import">your import {item.import}</span>
          )}
          {synthetic && (
            <span class={styles.source}>
              <SyntheticBadge />
            </span>
          )}
        </td>
        <td class={strategyTableStyles.cModified}>
          <Time at={item.updated_at} dateOnly />
        </td>
        <AutoCell item={item} auto={auto} />
        <td class={strategyTableStyles.cRun}>
          {run
            ? (
              <a class={styles.run} href={`/runs/${run.id}`}>
                <span class={styles.time}>
                  <Time at={run.created_at} dateOnly />
                </span>
                {badge && <Badge tone={badge.tone} title={badge.title}>{badge.label}</Badge>}
              </a>
            )
            : <span class={textStyles.quiet}>Not run yet</span>}
          {source.run && (
            <a class={cx(styles.source, linkStyles.link)} href={`/runs/${source.run.id}`}>
              {source.run.words}
            </a>
          )}
          {source.period && (
            <span class={styles.source} data-part="period">
              {source.period}
              {source.market && `, ${source.market}`}
            </span>
          )}
        </td>
        <Figure
          name="Return"
          metric="total_return"
          value={result?.total_return ?? null}
          why={why}
        />
        <Figure
          name="Buy &amp; hold"
          metric="buy_and_hold_return"
          value={result?.buy_and_hold_return ?? null}
          why={why}
        />
        <Figure
          name="Max drawdown"
          metric="max_drawdown"
          value={result?.max_drawdown ?? null}
          why={why}
        />
        <Figure
          name="Trades"
          metric="num_trades"
          value={result?.num_trades ?? null}
          why={why}
          plain
        />
        <td class={strategyTableStyles.cCurve}>
          {result?.sparkline
            ? <Sparkline points={result.sparkline} end={result.total_return} />
            : <span class={textStyles.quiet} title={why}>{UNKNOWN}</span>}
        </td>
        <td class={strategyTableStyles.cMenu}>
          <Menu id={`menu-${item.id}`} label={`Actions for ${item.name}`}>
            <MenuItem icon="open" href={`/strategies/${item.id}`}>Open</MenuItem>
            <MenuItem icon="history" href={`/strategies/${item.id}/runs`}>Backtests</MenuItem>
            <MenuItem
              icon="pencil"
              onSelect={() => {
                renaming.value = true;
              }}
            >
              Rename
            </MenuItem>
            <MenuItem
              icon={LIST_ICONS.pin}
              onSelect={() => actions.pin(item, !item.is_pinned)}
            >
              {item.is_pinned ? "Unpin" : "Pin to the top"}
            </MenuItem>
            <MenuItem
              icon={LIST_ICONS.tag}
              onSelect={() => {
                tagging.value = true;
              }}
            >
              Edit tags
            </MenuItem>
            <MenuItem icon="copy" blocked={full} onSelect={() => actions.duplicate(item)}>
              Duplicate
            </MenuItem>
            <div class={menuStyles.line} />
            {item.is_archived
              ? (
                <MenuItem icon="restore" blocked={full} onSelect={() => actions.move(item)}>
                  Restore
                </MenuItem>
              )
              : <MenuItem icon="archive" onSelect={() => actions.move(item)}>Archive</MenuItem>}
          </Menu>
        </td>
      </tr>
      {auto.note && (
        <tr class={styles.note}>
          {/* Beside the columns of the head: the choice, the curve and the menu. */}
          <td colSpan={LIST_COLUMNS.length + 3}>{auto.note}</td>
        </tr>
      )}
    </>
  );
}

/** Whether it is updated daily, when it last was, and what its track record says so far. */
function AutoCell({ item, auto }: { item: StrategyListItem; auto: AutoState }) {
  const { last_auto_run_at: at } = item.auto_update;
  return (
    <td class={strategyTableStyles.cAuto} data-column="auto_update">
      <span class={styles.auto}>
        {auto.tone
          ? <Badge tone={auto.tone}>{auto.label}</Badge>
          : auto.label === "Off"
          ? <span class={textStyles.quiet}>Off</span>
          : auto.label}
        {at && auto.label === "On" && (
          <span class={textStyles.quiet} title="Last daily run">
            <Time at={at} dateOnly />
          </span>
        )}
      </span>
      {auto.since && (
        <span class={styles.since} title="Track record: what the locked version has done since">
          {auto.since}
        </span>
      )}
    </td>
  );
}

const AUTO_WORDS: Readonly<Record<Exclude<AutoState["label"], "Off">, string>> = {
  "On": "auto-update on",
  "Daily update failed · retrying": "daily update failed · retrying",
  "Daily update failed": "daily update failed",
  "Turned off": "auto-update turned off",
};

/** The name as a link, or as a field while it is changed. */
function NameCell({ item, renaming, tagging, actions }: {
  item: StrategyListItem;
  renaming: Signal<boolean>;
  tagging: Signal<boolean>;
  actions: RowActions;
}) {
  const link = useRef<HTMLAnchorElement>(null);
  const refocus = useRef(false);
  const { id, name, asset, timeframe } = item;
  const auto = autoState(item);
  useLayoutEffect(() => {
    if (renaming.value || tagging.value || !refocus.current) return;
    refocus.current = false;
    link.current?.focus();
  }, [renaming.value, tagging.value]);
  const over = (field: Signal<boolean>) => (hadFocus: boolean) => {
    refocus.current = hadFocus;
    field.value = false;
  };
  return (
    <th scope="row" class={strategyTableStyles.cName}>
      {renaming.value
        ? (
          <InlineEdit
            id={`rename-${id}`}
            name={name}
            class={fieldStyles.input}
            rootClass={styles.rename}
            aria-label={`New name of ${name}`}
            maxLength={100}
            emptyProblem="Give the strategy a name."
            error={(errorId, message) => <FieldError id={errorId} message={message} />}
            onKeep={(next) => actions.rename(item, next)}
            onDone={over(renaming)}
          />
        )
        : (
          <a
            ref={link}
            class={pagesStyles.rowLink}
            data-part="row-link"
            href={`/strategies/${id}`}
            title={name}
          >
            <span class={styles.name} data-part="name">{name}</span>
            <span class={styles.sub} data-part="about">
              {asset} · {timeframe}
              {asset === SYNTHETIC && " · synthetic"}
              {auto.label !== "Off" && ` · ${AUTO_WORDS[auto.label]}`}
              {auto.since && <span class={styles.since}>Track record: {auto.since}</span>}
            </span>
          </a>
        )}
      {tagging.value
        ? (
          <TagField
            item={item}
            onKeep={(tags) => actions.tag(item, tags)}
            onDone={over(tagging)}
          />
        )
        : item.tags.length > 0 && (
          <StrategyTags name={name} tags={item.tags} onPick={actions.pickTag} />
        )}
    </th>
  );
}

/** Pins it to the top of the list, or takes the pin away. Without a pointer it is in the menu too. */
function PinButton({ item, onPin }: { item: StrategyListItem; onPin: RowActions["pin"] }) {
  return (
    <button
      type="button"
      class={styles.pin}
      aria-label={`Pin ${item.name} to the top`}
      aria-pressed={item.is_pinned}
      title={item.is_pinned ? "Unpin" : "Pin to the top"}
      onClick={() => onPin(item, !item.is_pinned)}
    >
      <Icon name={LIST_ICONS.pin} size={14} />
    </button>
  );
}

function Figure(
  { name, metric, value, why, plain = false }: {
    name: string;
    metric: FigureName;
    value: number | null;
    why: string;
    /** Neither good nor bad. */
    plain?: boolean;
  },
) {
  return (
    <td
      data-part="figure"
      class={cx(tableStyles.numeric, tableStyles.cFigure, !plain && toneClass(tone(value)))}
      data-label={name}
      title={value === null ? why : undefined}
    >
      {value === null ? <span class={textStyles.quiet}>{UNKNOWN}</span> : metricText(metric, value)}
    </td>
  );
}
