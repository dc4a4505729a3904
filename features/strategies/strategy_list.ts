/** The list of strategies as the page holds it, and what can be done to one of them. */
import { type Signal, signal } from "@preact/signals";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import type { WorkUsage } from "../../contracts/users.ts";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import { tagsProblem } from "../../contracts/tags.ts";
import { shortName } from "../../text/format.ts";
import { toast } from "../../ui/Toast.tsx";

export class StrategyList {
  readonly items: Signal<readonly StrategyListItem[]>;
  readonly usage: Signal<WorkUsage>;

  constructor(
    items: readonly StrategyListItem[],
    usage: WorkUsage,
    /** Whether this is the list of what is archived. */
    readonly archived: boolean,
  ) {
    this.items = signal(items);
    this.usage = signal(usage);
  }

  /** Shows the new name at once; resolves to why it could not be kept, else `null`. */
  rename = async (item: StrategyListItem, name: string): Promise<string | null> => {
    this.#set(item.id, { name });
    try {
      const { updated_at } = await api("PATCH /strategies/{id}", {
        params: { id: item.id },
        body: { name },
      });
      this.#set(item.id, { updated_at });
      return null;
    } catch (error) {
      this.#set(item.id, { name: item.name });
      return wordsOf(error);
    }
  };

  /** Pins it, or takes the pin away: shown at once, and back as it was when it cannot be kept. */
  setPinned = async (item: StrategyListItem, is_pinned: boolean): Promise<void> => {
    this.#set(item.id, { is_pinned });
    try {
      await api("PATCH /strategies/{id}", { params: { id: item.id }, body: { is_pinned } });
    } catch (error) {
      this.#set(item.id, { is_pinned: item.is_pinned });
      toast(wordsOf(error), { tone: "problem" });
    }
  };

  /** Keeps other tags; resolves to why they could not be kept, else `null`. */
  setTags = async (item: StrategyListItem, tags: string[]): Promise<string | null> => {
    const problem = tagsProblem(tags);
    if (problem !== null) return problem;
    this.#set(item.id, { tags });
    try {
      const kept = await api("PATCH /strategies/{id}", { params: { id: item.id }, body: { tags } });
      this.#set(item.id, { tags: kept.tags });
      return null;
    } catch (error) {
      this.#set(item.id, { tags: item.tags });
      return wordsOf(error);
    }
  };

  /** Puts a strategy away or brings it back, and offers to undo that. Resolves to whether it was done. */
  setArchived = async (
    item: StrategyListItem,
    is_archived: boolean,
    undoes = false,
  ): Promise<boolean> => {
    try {
      await api("PATCH /strategies/{id}", { params: { id: item.id }, body: { is_archived } });
    } catch (error) {
      toast(wordsOf(error), { tone: "problem" });
      return false;
    }
    const others = this.items.value.filter(({ id }) => id !== item.id);
    this.items.value = is_archived === this.archived
      ? [{ ...item, is_archived }, ...others]
      : others;
    this.#countUsed(is_archived ? -1 : 1);
    if (!undoes) {
      toast(`${is_archived ? "Archived" : "Restored"} “${shortName(item.name)}”.`, {
        action: {
          label: "Undo",
          run: () => void this.setArchived(item, !is_archived, true),
        },
      });
    }
    return true;
  };

  /** Puts a copy at the top of the list. */
  duplicate = async (item: StrategyListItem): Promise<void> => {
    try {
      const copy = await api("POST /strategies/{id}/duplicate", { params: { id: item.id } });
      const { latest_version, ...strategy } = copy;
      const row = {
        ...strategy,
        latest_version_number: latest_version?.version_number ?? null,
        last_run: null,
        last_result: null,
        freshness: null,
        has_new_result: false,
      };
      // A copy is never archived, so it belongs to the other list while this one shows the archive.
      if (!this.archived) this.items.value = [row, ...this.items.value];
      this.#countUsed(1);
      toast(`Created “${shortName(copy.name)}”.`);
    } catch (error) {
      toast(wordsOf(error), { tone: "problem" });
    }
  };

  #set(id: string, change: Partial<StrategyListItem>): void {
    this.items.value = this.items.value.map((item) =>
      item.id === id ? { ...item, ...change } : item
    );
  }

  #countUsed(change: number): void {
    const { strategies: used } = this.usage.value;
    this.usage.value = { ...this.usage.value, strategies: { ...used, used: used.used + change } };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "That did not work. Try again.";
}
