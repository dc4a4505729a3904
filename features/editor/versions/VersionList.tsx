/** The versions of a strategy, newest first, each with what it would have made on the period that the editor shows. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { VersionSummary } from "../../../studio/document/strategy_api.ts";
import { date } from "../../../text/format.ts";
import { dayAndTime } from "../../../text/times.ts";
import { Button } from "../../../ui/Button.tsx";
import { cx } from "../../../ui/cx.ts";
import { ICON } from "../parts/icons.ts";
import { useEditor } from "../session/context.ts";
import { compareWithCanvas, openVersion } from "../session/other_versions.ts";
import frameStyles from "../styles/frame.module.css.ts";
import versionsStyles from "../styles/versions.module.css.ts";
import { versionResultsOf } from "./results_of.ts";
import { VersionFigures } from "./VersionFigures.tsx";
import { VersionNote } from "./VersionNote.tsx";
import styles from "./VersionList.module.css.ts";

type Loaded = { readonly list: readonly VersionSummary[] } | { readonly problem: string } | null;

export function VersionList(
  { onClose, onReady }: {
    readonly onClose: () => void;
    /** The list is drawn. */
    readonly onReady: () => void;
  },
) {
  const parts = useEditor();
  const { api, saving, store, live } = parts;
  const loaded = useSignal<Loaded>(null);
  const results = versionResultsOf(parts);
  useEffect(() => {
    void api.versions().then((outcome) => {
      loaded.value = outcome.kind === "done" ? { list: outcome.value } : {
        problem: outcome.kind === "signed_out" ? "You are logged out." : outcome.message,
      };
    });
    return () => results.pause();
  }, []);
  const isThere = loaded.value !== null;
  useLayoutEffect(() => {
    if (isThere) onReady();
  }, [isThere]);
  const current = saving.saved.value?.versionNumber;
  const shown = store.viewing.value?.versionNumber ?? (saving.dirty.value ? null : current);
  if (loaded.value === null) {
    return (
      <div aria-label="Loading" role="status">
        {Array.from(
          { length: Math.min(4, current ?? 1) },
          (_, k) => <p key={k} class={styles.lineSkeleton} />,
        )}
      </div>
    );
  }
  if ("problem" in loaded.value) {
    return <p class={cx(frameStyles.quiet, frameStyles.pad)}>{loaded.value.problem}</p>;
  }
  const { list } = loaded.value;
  const { from, to } = live.range.value;
  return (
    <>
      <p class={styles.basis}>
        All on {live.market.value.asset}, {date(from)} – {date(to)}, with the costs set now
      </p>
      {list.map((version) => (
        <VersionLine
          key={version.versionNumber}
          version={version}
          result={results.ofVersion(version.versionNumber).value}
          isShown={version.versionNumber === shown}
          isNewest={version.versionNumber === current}
          onOpen={() => {
            onClose();
            void openVersion(parts, version.versionNumber);
          }}
          onCompare={() => {
            onClose();
            void compareWithCanvas(parts, version.versionNumber);
          }}
          onNoted={(next) => {
            loaded.value = {
              list: list.map((one) => one.versionNumber === next.versionNumber ? next : one),
            };
          }}
        />
      ))}
    </>
  );
}

function VersionLine(
  { version, result, isShown, isNewest, onOpen, onCompare, onNoted }: {
    readonly version: VersionSummary;
    readonly result: Parameters<typeof VersionFigures>[0]["result"];
    readonly isShown: boolean;
    readonly isNewest: boolean;
    readonly onOpen: () => void;
    readonly onCompare: () => void;
    readonly onNoted: (version: VersionSummary) => void;
  },
) {
  const { api, saving, user } = useEditor();
  const isNoting = useSignal(false);
  const { versionNumber, createdAt, note } = version;
  // The version that is on the canvas can only be compared with what came before it.
  const isOnCanvas = isNewest && !saving.dirty.value;
  const other = isOnCanvas ? `version ${versionNumber - 1}` : "your canvas";
  return (
    <div class={styles.entry}>
      <div class={styles.version} data-part="version">
        <button
          type="button"
          class={styles.open}
          data-part="version-open"
          aria-current={isShown}
          title={new Date(createdAt).toISOString()}
          onClick={onOpen}
        >
          <span class={styles.line}>
            <span>
              <b>v{versionNumber}</b> – {dayAndTime(createdAt, user.timezone ?? null)}
            </span>
            {isNewest && <i>newest</i>}
          </span>
          {note && <span class={versionsStyles.note}>{note}</span>}
          <VersionFigures result={result} />
        </button>
        {!(isOnCanvas && versionNumber === 1) && (
          <Button
            variant="ghost"
            size="compact"
            icon={ICON.compare}
            aria-label={`Compare version ${versionNumber} with ${other}`}
            title={`Compare with ${other}`}
            onClick={onCompare}
          />
        )}
        {api.noteVersion && (
          <Button
            variant="ghost"
            size="compact"
            icon="pencil"
            aria-label={`${note ? "Edit the note of" : "Add a note to"} version ${versionNumber}`}
            title={note ? "Edit the note" : "Add a note"}
            aria-expanded={isNoting.value}
            onClick={() => {
              isNoting.value = !isNoting.value;
            }}
          />
        )}
      </div>
      {isNoting.value && (
        <VersionNote
          version={version}
          onNoted={(next) => {
            isNoting.value = false;
            onNoted(next);
          }}
          onCancel={() => {
            isNoting.value = false;
          }}
        />
      )}
    </div>
  );
}
