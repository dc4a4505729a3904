/** The list of strategies, alive: search, sort, rename in place, duplicate, archive, restore. */
import { useSignal } from "@preact/signals";
import type { Profile } from "../../contracts/users.ts";
import type { StrategyDetail, StrategyListItem } from "../../contracts/strategies.ts";
import { api, ApiError } from "../api_client.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Icon } from "../ui/Icon.tsx";
import { type Sort, SortHead } from "../ui/Table.tsx";
import { Zone } from "../ui/Time.tsx";
import { toast, Toasts } from "../ui/Toast.tsx";
import { type ListColumn, shownStrategies } from "./list_state.ts";
import { StrategyRow } from "./StrategyRow.tsx";

export interface StrategyTableProps {
  readonly strategies: readonly StrategyListItem[];
  readonly archived: boolean;
  readonly usage: Profile["usage"];
  readonly zone: string | null;
}

export function StrategyTable({ archived, zone, ...initial }: StrategyTableProps) {
  const strategies = useSignal(initial.strategies);
  const usage = useSignal(initial.usage);
  const search = useSignal("");
  const sort = useSignal<Sort<ListColumn>>({ key: "updated_at", descending: true });
  const shown = shownStrategies(strategies.value, search.value, sort.value);

  const attempt = async (action: () => Promise<void>) => {
    try {
      await action();
    } catch (error) {
      toast(error instanceof ApiError ? error.message : "That did not work. Try again.", {
        tone: "problem",
      });
    }
  };
  const countUsed = (change: number) => {
    const { strategies: used } = usage.value;
    usage.value = { ...usage.value, strategies: { ...used, used: used.used + change } };
  };

  const rename = async (item: StrategyListItem, name: string) => {
    const before = item.name;
    const set = (value: string) => {
      strategies.value = strategies.value.map((s) => s.id === item.id ? { ...s, name: value } : s);
    };
    set(name);
    await attempt(async () => {
      try {
        await api.patch(`/strategies/${item.id}`, { name });
      } catch (error) {
        set(before);
        throw error;
      }
    });
  };
  const setArchived = (item: StrategyListItem, is_archived: boolean, undo = false): Promise<void> =>
    attempt(async () => {
      await api.patch(`/strategies/${item.id}`, { is_archived });
      const belongs = is_archived === archived;
      strategies.value = belongs
        ? [item, ...strategies.value]
        : strategies.value.filter(({ id }) => id !== item.id);
      countUsed(is_archived ? -1 : 1);
      if (undo) return;
      toast(`${is_archived ? "Archived" : "Restored"} “${item.name}”.`, {
        action: { label: "Undo", run: () => void setArchived(item, !is_archived, true) },
      });
    });
  const duplicate = (item: StrategyListItem) =>
    attempt(async () => {
      const copy = await api.post<StrategyDetail>(`/strategies/${item.id}/duplicate`);
      const { latest_version, ...strategy } = copy;
      const row = {
        ...strategy,
        latest_version_number: latest_version?.version_number ?? null,
        last_run: null,
        freshness: null,
        has_new_result: false,
      };
      strategies.value = [row, ...strategies.value];
      countUsed(1);
      toast(`Made “${copy.name}”.`);
    });

  const onSort = (next: Sort<ListColumn>) => {
    sort.value = next;
  };
  const head = { sort: sort.value, onSort };

  return (
    <Zone.Provider value={zone}>
      <div class="list-bar">
        <label class="input-group list-search">
          <Icon name="search" />
          <input
            type="search"
            aria-label="Search strategies"
            placeholder="Search by name or asset"
            value={search.value}
            onInput={(event) => {
              search.value = event.currentTarget.value;
            }}
          />
        </label>
        <nav class="segments" aria-label="Which strategies">
          <a class="segment" href="/strategies" aria-current={archived ? undefined : "page"}>
            Active
          </a>
          <a
            class="segment"
            href="/strategies?archived=1"
            aria-current={archived ? "page" : undefined}
          >
            Archived
          </a>
        </nav>
        <Usage usage={usage.value} />
      </div>
      <div class="card">
        {strategies.value.length === 0
          ? <Nothing archived={archived} />
          : (
            <div class="table-scroll">
              <table class="table list-table">
                <caption class="sr-only">{archived ? "Archived strategies" : "Strategies"}</caption>
                <thead>
                  <tr>
                    <SortHead column="name" {...head}>Name</SortHead>
                    <SortHead column="asset" {...head}>Asset</SortHead>
                    <SortHead column="timeframe" {...head}>Timeframe</SortHead>
                    <SortHead column="updated_at" descendingFirst {...head}>Last modified</SortHead>
                    <SortHead column="last_run" descendingFirst {...head}>Last run</SortHead>
                    <SortHead column="total_return" numeric {...head}>Return</SortHead>
                    <SortHead column="max_drawdown" numeric {...head}>Drawdown</SortHead>
                    <th scope="col">
                      <span class="sr-only">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((item) => (
                    <StrategyRow
                      key={item.id}
                      item={item}
                      onRename={(name) => void rename(item, name)}
                      onDuplicate={() => void duplicate(item)}
                      onArchive={() => void setArchived(item, !item.is_archived)}
                    />
                  ))}
                </tbody>
              </table>
              {shown.length === 0 && (
                <p class="table-none" role="status">
                  No strategy matches “{search.value.trim()}”.
                </p>
              )}
            </div>
          )}
      </div>
      <Toasts />
    </Zone.Provider>
  );
}

/** "3 of 10 strategies, 12 of 50 backtests today" */
function Usage({ usage: { strategies, backtests_today: runs } }: { usage: Profile["usage"] }) {
  return (
    <p class="list-usage" title="The count of backtests starts again at 00:00 UTC.">
      {strategies.used} of {strategies.limit} strategies, {runs.used} of {runs.limit}{" "}
      backtests today
    </p>
  );
}

function Nothing({ archived }: { archived: boolean }) {
  return archived
    ? (
      <EmptyState icon="archive" title="Nothing is archived">
        Strategies that you put away wait here, with their versions and results.
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
            <ButtonLink href="/strategies/new?template=blank">Start from blank</ButtonLink>
          </>
        }
      >
        A strategy is a set of blocks that say when to buy and when to sell. Take one that is ready
        and change it, or begin with an empty canvas.
      </EmptyState>
    );
}
