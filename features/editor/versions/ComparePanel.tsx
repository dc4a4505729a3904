/** What differs between two versions, in words; each line leads to its place on the canvas. */
import { Select } from "../../../ui/Select.tsx";
import { Button } from "../../../ui/Button.tsx";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { SheetHead } from "../parts/SheetHead.tsx";
import { useEditor } from "../session/context.ts";
import type { Compared, Side } from "../../../studio/versions/compared.ts";
import type { SavedVersion, VersionSummary } from "../../../studio/document/strategy_api.ts";
import type { ChangeKind } from "../../../studio/versions/change_signs.ts";
import type { BlockChange, WireChange } from "../../../studio/versions/version_compare.ts";
import { dayAndTime } from "../../../text/times.ts";
import { ComparedResults } from "./ComparedResults.tsx";
import { ChangeSign } from "../parts/ChangeSign.tsx";
import {
  compareSides,
  currentSide,
  fetchVersion,
  leaveVersions,
  sideOf,
} from "../session/other_versions.ts";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import sidePanelsStyles from "../styles/side_panels.module.css.ts";
import styles from "./ComparePanel.module.css.ts";
import versionsStyles from "../styles/versions.module.css.ts";

const CANVAS = "canvas";

export function ComparePanel({ compared }: { compared: Compared }) {
  const parts = useEditor();
  const { saving, ui } = parts;
  const versions = useVersions();
  const { before, after, comparison } = compared;
  const pick = async (which: "before" | "after", value: string) => {
    const side = await sideFor(value);
    // Somebody may have left while the version was on its way.
    const now = parts.store.comparing.peek();
    if (!side || !now) return;
    compareSides(
      parts,
      which === "before" ? side : now.before,
      which === "after" ? side : now.after,
    );
  };
  const sideFor = async (value: string): Promise<Side | null> => {
    if (value === CANVAS) return currentSide(parts);
    const version = await fetchVersion(parts, Number(value));
    return version && sideOf(version);
  };
  return (
    <aside
      class={cx(sidePanelsStyles.inspector, styles.compare)}
      data-part="inspector"
      aria-label="Compare versions"
      data-open={ui.sheet.value === "inspector"}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        leaveVersions(parts);
      }}
    >
      <SheetHead title="Compare versions" />
      <div class={styles.sides}>
        <SidePicker
          label="From"
          side={before}
          versions={versions}
          takesFocus
          onPick={(value) => void pick("before", value)}
        />
        <SidePicker
          label="To"
          side={after}
          versions={versions}
          onPick={(value) => void pick("after", value)}
        />
      </div>
      <p class={styles.summary} role="status">
        {comparison.same
          ? "Nothing differs: the same blocks, settings and connections."
          : `${comparison.summary}.`}
      </p>
      <ComparedResults before={before} after={after} />
      <Changes title="Blocks">
        {comparison.blocks.map((change) => <BlockLine key={change.blockId} change={change} />)}
      </Changes>
      <Changes title="Connections">
        {comparison.wires.map((change) => <WireLine key={change.wireId} change={change} />)}
      </Changes>
      {comparison.notesChanged && (
        <Changes title="Notes">
          {[
            <li key="notes" class={styles.notes}>
              <Line kind="changed" words="The strategy's notes differ" />
            </li>,
          ]}
        </Changes>
      )}
      <footer class={styles.actions}>
        {earlierVersions(compared, saving.saved.value?.versionNumber).map((version) => (
          <Button
            key={version.versionNumber}
            size="compact"
            disabled={saving.busy.value}
            onClick={() => {
              ui.sheet.value = null;
              void saving.restore(version);
            }}
          >
            Restore v{version.versionNumber} as version {saving.nextVersion.value}
          </Button>
        ))}
      </footer>
    </aside>
  );
}

function SidePicker(
  { label, side, versions, takesFocus = false, onPick }: {
    label: string;
    side: Side;
    versions: readonly VersionSummary[];
    takesFocus?: boolean;
    onPick: (value: string) => void;
  },
) {
  const { saving, user } = useEditor();
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) select.current?.focus({ preventScroll: true });
  }, []);
  const { version } = side;
  const isListed = versions.some(({ versionNumber }) => versionNumber === version?.versionNumber);
  const options = version && !isListed ? [version, ...versions] : versions;
  return (
    <div class={styles.side}>
      <label for={id}>{label}</label>
      <Select
        ref={select}
        id={id}
        size="compact"
        value={version ? String(version.versionNumber) : CANVAS}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        {(saving.dirty.value || !version) && <option value={CANVAS}>Your canvas</option>}
        {options.map(({ versionNumber, createdAt, note }) => (
          <option key={versionNumber} value={String(versionNumber)}>
            v{versionNumber} – {dayAndTime(createdAt, user.timezone ?? null)}
            {note ? ` – ${note}` : ""}
          </option>
        ))}
      </Select>
      {version?.note && <p class={versionsStyles.note}>{version.note}</p>}
    </div>
  );
}

function Changes({ title, children }: { title: string; children: ComponentChildren[] }) {
  if (children.length === 0) return null;
  return (
    <section class={styles.group}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function BlockLine({ change }: { change: BlockChange }) {
  const { store, ui } = useEditor();
  const { blockId, kind, words } = change;
  return (
    <li>
      <button
        type="button"
        aria-current={store.selectedBlocks.value.has(blockId)}
        onClick={() => {
          store.select([blockId]);
          ui.canvas.current?.reveal(blockId, false);
        }}
      >
        <Line kind={kind} words={words} />
      </button>
    </li>
  );
}

function WireLine({ change }: { change: WireChange }) {
  const { store, ui } = useEditor();
  const { wireId, wire, kind, words } = change;
  return (
    <li>
      <button
        type="button"
        aria-current={store.selectedWires.value.has(wireId)}
        onClick={() => {
          store.select([], [wireId]);
          ui.canvas.current?.reveal(wire.to.block, false);
        }}
      >
        {/* A block's words say what happened to it; a wire's alone do not. */}
        <Line kind={kind} words={words} saysKind />
      </button>
    </li>
  );
}

function Line(
  { kind, words, saysKind = false }: { kind: ChangeKind; words: string; saysKind?: boolean },
) {
  return (
    <>
      <ChangeSign kind={kind} />
      <span>
        {saysKind && <span class={frameStyles.unseen}>{kind}:</span>} {words}
      </span>
    </>
  );
}

/** The compared versions that are not the newest, each once: those that can be brought back. */
function earlierVersions({ before, after }: Compared, newest: number | undefined): SavedVersion[] {
  const found = [before.version, after.version].filter((version) => version !== null);
  return found.filter((version, i) =>
    version.versionNumber !== newest &&
    found.findIndex(({ versionNumber }) => versionNumber === version.versionNumber) === i
  );
}

/** All versions, newest first; none while they are on their way, or when they cannot be had. */
function useVersions(): readonly VersionSummary[] {
  const { api, saving } = useEditor();
  const newest = saving.saved.value?.versionNumber;
  const versions = useSignal<readonly VersionSummary[]>([]);
  useEffect(() => {
    void api.versions().then((outcome) => {
      if (outcome.kind === "done") versions.value = outcome.value;
    });
  }, [newest]);
  return versions.value;
}
