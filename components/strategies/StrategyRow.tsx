import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SYNTHETIC } from "../assets.ts";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { percent, tone, UNKNOWN } from "../format.ts";
import { Badge, SyntheticBadge } from "../ui/Badge.tsx";
import { Menu, MenuItem } from "../ui/Menu.tsx";
import { Time } from "../ui/Time.tsx";
import { stateBadge } from "./list_state.ts";

interface StrategyRowProps {
  readonly item: StrategyListItem;
  readonly onRename: (name: string) => void;
  readonly onDuplicate: () => void;
  readonly onArchive: () => void;
}

export function StrategyRow({ item, onRename, onDuplicate, onArchive }: StrategyRowProps) {
  const renaming = useSignal(false);
  const badge = stateBadge(item);
  const { last_run: run, is_archived: archived } = item;
  const synthetic = item.asset === SYNTHETIC;
  const why = run ? "This run has no result." : "It has not been run yet.";
  return (
    <tr>
      <th scope="row">
        {renaming.value
          ? (
            <NameInput
              name={item.name}
              onDone={(name) => {
                renaming.value = false;
                if (name !== null && name !== item.name) onRename(name);
              }}
            />
          )
          : (
            <a class="row-link" href={`/strategies/${item.id}`}>
              {item.name}
              <span class="row-sub">
                {item.asset} · {item.timeframe}
                {synthetic && " · synthetic"}
              </span>
            </a>
          )}
      </th>
      <td>
        <span class="row-asset">
          {item.asset}
          {synthetic && <SyntheticBadge />}
        </span>
      </td>
      <td>{item.timeframe}</td>
      <td>
        <Time at={item.updated_at} dateOnly />
      </td>
      <td>
        {run
          ? (
            <a class="row-run" href={`/runs/${run.id}`}>
              <span class="row-time">
                <Time at={run.created_at} dateOnly />
              </span>
              {badge && <Badge tone={badge.tone} title={badge.title}>{badge.label}</Badge>}
            </a>
          )
          : <span class="text-quiet">Not run yet</span>}
      </td>
      <Figure value={run?.total_return ?? null} why={why} />
      <Figure value={run?.max_drawdown ?? null} why={why} />
      <td class="n">
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
          <MenuItem icon="copy" onSelect={onDuplicate}>Duplicate</MenuItem>
          <div class="menu-line" />
          {archived
            ? <MenuItem icon="restore" onSelect={onArchive}>Restore</MenuItem>
            : <MenuItem icon="archive" onSelect={onArchive}>Archive</MenuItem>}
        </Menu>
      </td>
    </tr>
  );
}

function Figure({ value, why }: { value: number | null; why: string }) {
  return (
    <td class={`n ${tone(value) ?? ""}`} title={value === null ? why : undefined}>
      {value === null ? <span class="text-quiet">{UNKNOWN}</span> : percent(value)}
    </td>
  );
}

/** The name as a field: Enter or leaving it keeps, Escape does not. */
function NameInput({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (value: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(value === "" ? null : value);
  };
  return (
    <input
      ref={input}
      class="input row-rename"
      aria-label={`New name of ${name}`}
      maxLength={100}
      defaultValue={name}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish(event.currentTarget.value.trim());
        else if (event.key === "Escape") finish(null);
      }}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
    />
  );
}
