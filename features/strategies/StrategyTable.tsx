/** The list of strategies, hydrated: search, sort, rename in place, duplicate, archive, restore. */
import { SearchBox } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { useComputed, useSignal } from "@preact/signals";
import { useContext, useMemo, useRef } from "preact/hooks";
import { backtestsFull, strategiesFull } from "../../contracts/limits.ts";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { UpgradeLink } from "../../components/upgrade/UpgradeLink.tsx";
import type { WorkUsage } from "../../contracts/users.ts";
import { clock, number } from "../../text/format.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Segments } from "../../ui/Segments.tsx";
import { type Sort, SortHead } from "../../ui/Table.tsx";
import { useZone, Zone } from "../../ui/Time.tsx";
import { Toasts } from "../../ui/Toast.tsx";
import { KeptHtml } from "../../components/island/kept_html.ts";
import { MOST_COMPARED, toggled } from "../../studio/run/compared_choice.ts";
import {
  comparePath,
  LIST_COLUMNS,
  type ListColumn,
  ROWS_AT_ONCE,
  shownStrategies,
  usedTags,
} from "./list_state.ts";
import { StartFromBlank } from "./StartFromBlank.tsx";
import { StrategyList } from "./strategy_list.ts";
import { type RowActions, StrategyRow } from "./StrategyRow.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import segmentsStyles from "../../ui/Segments.module.css.ts";
import styles from "./StrategyTable.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

export interface StrategyTableProps {
  readonly strategies: readonly StrategyListItem[];
  readonly archived: boolean;
  readonly usage: WorkUsage;
  readonly zone: string | null;
}

export function StrategyTable(
  { strategies, archived, usage, zone }: StrategyTableProps,
) {
  const list = useMemo(() => new StrategyList(strategies, usage, archived), []);
  const search = useSignal("");
  const wanted = useSignal<string | null>(null);
  const chosen = useSignal<readonly string[]>([]);
  const sort = useSignal<Sort<ListColumn>>({ key: "updated_at", descending: true });
  const rows = useSignal(ROWS_AT_ONCE);
  const tags = useComputed(() => usedTags(list.items.value));
  // A tag that nothing has any more hides nothing.
  const tag = useComputed(() =>
    tags.value.find((one) => one.toLowerCase() === wanted.value?.toLowerCase()) ?? null
  );
  const shown = useComputed(() =>
    shownStrategies(list.items.value, { search: search.value, tag: tag.value }, sort.value)
  );

  const keep = useContext(KeptHtml);
  const body = useRef<HTMLTableSectionElement>(null);
  const field = useRef<HTMLInputElement>(null);

  const actions = useMemo<RowActions>(() => ({
    rename: list.rename,
    pin: (item, isPinned) => void list.setPinned(item, isPinned),
    tag: list.setTags,
    pickTag: (next) => pickTag(next),
    choose: ({ id }) => {
      chosen.value = toggled(chosen.value, id);
    },
    duplicate: (item) => void list.duplicate(item),
    move: (item) => void move(item),
  }), []);
  const move = async (item: StrategyListItem) => {
    const at = shown.peek().findIndex(({ id }) => id === item.id);
    if (!await list.setArchived(item, !item.is_archived)) return;
    chosen.value = chosen.value.filter((id) => id !== item.id);
    // The row is gone, and focus was in it: it goes on with the next one.
    const next = shown.peek()[at] ?? shown.peek()[at - 1];
    const link = next && body.current
      ?.querySelector<HTMLElement>(`[data-strategy="${next.id}"] [data-part="row-link"]`);
    (link ?? field.current)?.focus();
  };
  const look = (change: () => void) => {
    change();
    rows.value = ROWS_AT_ONCE;
  };
  const pickTag = (next: string | null) =>
    look(() => {
      wanted.value = next;
    });
  const head = {
    sort: sort.value,
    onSort: (next: Sort<ListColumn>) =>
      look(() => {
        sort.value = next;
      }),
  };
  const visible = shown.value.slice(0, rows.value);
  const empty = list.items.value.length === 0;
  const isLineFull = chosen.value.length >= MOST_COMPARED;
  const full = strategiesFull(list.usage.value.strategies);

  return (
    <Zone.Provider value={zone}>
      <div class={styles.listBar}>
        {!empty && (
          <SearchBox
            ref={field}
            class={styles.listSearch}
            label="Search strategies"
            placeholder="Name, market or tag"
            value={search.value}
            onInput={(event) =>
              look(() => {
                search.value = event.currentTarget.value;
              })}
          />
        )}
        <nav class={segmentsStyles.segments} aria-label="Which strategies">
          <a
            class={segmentsStyles.segment}
            href="/strategies"
            aria-current={archived ? undefined : "page"}
          >
            Active
          </a>
          <a
            class={segmentsStyles.segment}
            href="/strategies?archived=1"
            aria-current={archived ? "page" : undefined}
          >
            Archived
          </a>
        </nav>
        {!empty && <SortChoice {...head} />}
        <Usage usage={list.usage.value} />
      </div>
      {tags.value.length > 0 && <TagFilter tags={tags.value} tag={tag.value} onPick={pickTag} />}
      <div class={cardStyles.card}>
        {list.items.value.length === 0
          ? <Nothing archived={archived} />
          : (
            <div class={tableStyles.scroll}>
              <table class={cx(tableStyles.table, tableStyles.cardRows, styles.listTable)}>
                <caption class={textStyles.srOnly}>
                  {archived ? "Archived strategies" : "Strategies"}
                </caption>
                <colgroup>
                  <col class={styles.cChoose} />
                  {LIST_COLUMNS.map(({ key, cell }) => <col key={key} class={cell} />)}
                  <col class={styles.cCurve} />
                  <col class={styles.cMenu} />
                </colgroup>
                <thead>
                  <tr>
                    <th scope="col" class={styles.cChoose}>
                      <span class={textStyles.srOnly}>Compare and pin</span>
                    </th>
                    {LIST_COLUMNS.map(({ key, label, cell, ...column }) => (
                      <SortHead key={key} column={key} class={cell} {...column} {...head}>
                        {label}
                      </SortHead>
                    ))}
                    <th scope="col" class={styles.cCurve}>Curve</th>
                    <th scope="col" class={styles.cMenu}>
                      <span class={textStyles.srOnly}>Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody ref={body}>
                  {visible.map((item) => {
                    const row = (
                      <StrategyRow
                        key={item.id}
                        item={item}
                        actions={actions}
                        full={full}
                        isChosen={chosen.value.includes(item.id)}
                        isLineFull={isLineFull}
                      />
                    );
                    return keep ? keep(["strategy", item, full, zone], row) : row;
                  })}
                </tbody>
              </table>
            </div>
          )}
        <p class={textStyles.srOnly} role="status">
          {(search.value.trim() !== "" || tag.value !== null) &&
            `${number(shown.value.length)} found`}
        </p>
        {!empty && shown.value.length === 0 && (
          <div class={pagesStyles.tableNone} data-part="nothing-found">
            <p>
              No strategy {tag.value !== null && <>tagged “{tag.value}”</>}
              matches “{search.value.trim()}”.
            </p>
            <Button
              size="sm"
              onClick={() => {
                search.value = "";
                field.current?.focus();
              }}
            >
              Clear search
            </Button>
          </div>
        )}
        {visible.length < shown.value.length && (
          <div class={styles.listMore}>
            <span>{number(visible.length)} of {number(shown.value.length)} shown</span>
            <Button
              size="sm"
              onClick={() => {
                rows.value += ROWS_AT_ONCE;
              }}
            >
              Show {number(Math.min(ROWS_AT_ONCE, shown.value.length - visible.length))} more
            </Button>
          </div>
        )}
      </div>
      {chosen.value.length > 0 && (
        <CompareBar
          count={chosen.value.length}
          href={comparePath(list.items.value, chosen.value)}
          onClear={() => {
            chosen.value = [];
          }}
        />
      )}
      <Toasts />
    </Zone.Provider>
  );
}

/** The tags in use, one of which may narrow the list. */
function TagFilter({ tags, tag, onPick }: {
  readonly tags: readonly string[];
  readonly tag: string | null;
  readonly onPick: (tag: string | null) => void;
}) {
  return (
    <div class={styles.listTags}>
      <Segments
        label="Only with the tag"
        chips
        options={tags.map((value) => ({ value, label: value }))}
        value={tag}
        onChange={(next) => onPick(next === tag ? null : next)}
      />
    </div>
  );
}

/** How many strategies are chosen, and the way to lay their newest results side by side. */
function CompareBar({ count, href, onClear }: {
  readonly count: number;
  readonly href: string | null;
  readonly onClear: () => void;
}) {
  return (
    <div class={styles.compareBar} role="group" aria-label="Compare">
      <span role="status">
        {count === 1
          ? "1 strategy chosen. Choose another to compare their newest results."
          : `${count} strategies chosen${count === MOST_COMPARED ? ", as many as fit" : ""}`}
      </span>
      <Button size="sm" variant="ghost" onClick={onClear}>Clear</Button>
      {href && <ButtonLink size="sm" variant="primary" href={href}>Compare results</ButtonLink>}
    </div>
  );
}

/** Sorting where the heads of the columns are not shown: on a phone. */
function SortChoice({ sort, onSort }: {
  sort: Sort<ListColumn>;
  onSort: (sort: Sort<ListColumn>) => void;
}) {
  return (
    <label class={styles.listSort}>
      <Icon name="sort" />
      <Select
        aria-label="Sort by"
        value={sort.key}
        onChange={({ currentTarget }) => {
          const column = LIST_COLUMNS.find(({ key }) => key === currentTarget.value);
          if (column) onSort({ key: column.key, descending: column.descendingFirst ?? false });
        }}
      >
        {LIST_COLUMNS.map(({ key, label }) => <option key={key} value={key}>{label}</option>)}
      </Select>
    </label>
  );
}

/** "3 of 10 strategies · 42 of 50 backtests today", and what to do where one of them is full. */
function Usage({ usage: { strategies, backtests_today: runs, upgrade } }: { usage: WorkUsage }) {
  const zone = useZone();
  const noRoom = strategiesFull(strategies);
  const noRuns = backtestsFull(runs);
  return (
    <div class={styles.listUsage} data-part="usage" role="status">
      <p title="Archived strategies and live results in the editor do not count.">
        {strategies.used} of {strategies.limit} strategies · {runs.used} of {runs.limit}{" "}
        backtests today
      </p>
      {noRoom && <p class={styles.listFull}>{noRoom}</p>}
      {noRuns && <p class={styles.listFull}>{noRuns} Resets at {clock(runs.resets_at, zone)}.</p>}
      {(noRoom || noRuns) && upgrade && (
        <p>
          <UpgradeLink to={upgrade} />
        </p>
      )}
    </div>
  );
}

function Nothing({ archived }: { archived: boolean }) {
  return archived
    ? (
      <EmptyState icon="archive" title="Nothing is archived">
        Archived strategies are kept here, with their versions and results.
      </EmptyState>
    )
    : (
      <EmptyState
        icon="blocks"
        title="Your first strategy"
        actions={
          <>
            <ButtonLink variant="primary" href="/strategies/new#templates">
              Start from a template
            </ButtonLink>
            <StartFromBlank />
          </>
        }
      >
        A strategy is a set of blocks that say when to buy and when to sell. Take one that is ready
        and change it, or begin with an empty canvas.
      </EmptyState>
    );
}
