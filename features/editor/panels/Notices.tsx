/** Bars above the canvas that ask for a decision: a conflict, recovered work, a failed save, an old version. */
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { CompareNotice } from "../versions/CompareNotice.tsx";
import { compareSides, currentSide, leaveVersions, sideOf } from "../session/other_versions.ts";
import { MarketOffer } from "./MarketOffer.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { dayAndTime } from "../../../text/times.ts";
import styles from "./Notices.module.css.ts";

export function Notices() {
  return (
    <div class={styles.notices}>
      <ReadOnlyNotice />
      <CompareNotice />
      <ConflictNotice />
      <RecoveredNotice />
      <MarketOffer />
      <FailureNotice />
      <RunNotice />
    </div>
  );
}

function ReadOnlyNotice() {
  const parts = useEditor();
  const { store, saving, user } = parts;
  const viewing = store.viewing.value;
  if (!viewing) return null;
  return (
    <Notice bar icon={ICON.eye} role="status">
      <p>
        You are looking at <b>version {viewing.versionNumber}</b> of{" "}
        {dayAndTime(viewing.createdAt, user.timezone ?? null)}
        {viewing.note && <>{" "}(“{viewing.note}”)</>}. It is read-only.
      </p>
      <Button
        size="compact"
        onClick={() => void compareSides(parts, sideOf(viewing), currentSide(parts))}
      >
        <Icon name={ICON.compare} size={16} />
        Compare
      </Button>
      <Button
        size="compact"
        disabled={saving.busy.value}
        onClick={() => void saving.restore(viewing)}
      >
        Restore as version {saving.nextVersion.value}
      </Button>
      <Button size="compact" onClick={() => leaveVersions(parts)}>
        {saving.dirty.value ? "Back to your changes" : "Back to the newest"}
      </Button>
    </Notice>
  );
}

function ConflictNotice() {
  const parts = useEditor();
  const { saving, store, user, ui } = parts;
  const conflict = saving.conflict.value;
  if (!conflict || store.readOnly.value) return null;
  const { theirs, baseVersion } = conflict;
  return (
    <Notice bar tone="caution" role="alertdialog">
      <p>
        <b>Version {theirs.versionNumber} was saved elsewhere</b> on{" "}
        {dayAndTime(theirs.createdAt, user.timezone ?? null)}, while you worked from{" "}
        {baseVersion === 0 ? "the empty canvas" : `version ${baseVersion}`}. Nothing is lost: keep
        yours as the next version, or load theirs (Undo brings yours back).
      </p>
      <Button
        variant="primary"
        size="compact"
        disabled={saving.busy.value}
        onClick={() => void saving.keepMine()}
      >
        Keep mine as version {theirs.versionNumber + 1}
      </Button>
      <Button
        size="compact"
        onClick={() => {
          saving.takeTheirs();
          requestAnimationFrame(() => ui.canvas.current?.fit());
        }}
      >
        Load version {theirs.versionNumber}
      </Button>
      <Button
        size="compact"
        onClick={() => store.view(theirs)}
      >
        Look at it first
      </Button>
      <Button
        size="compact"
        onClick={() => void compareSides(parts, sideOf(theirs), currentSide(parts))}
      >
        Compare with yours
      </Button>
    </Notice>
  );
}

function RecoveredNotice() {
  const { saving, store, user } = useEditor();
  const recovered = saving.recovered.value;
  if (!recovered || saving.conflict.value || store.readOnly.value || !saving.dirty.value) {
    return null;
  }
  return (
    <Notice bar icon="history" role="status">
      <p>
        Your unsaved changes of {dayAndTime(recovered.savedAtMs, user.timezone ?? null)} are back.
      </p>
      <Button
        size="compact"
        onClick={() => {
          saving.recovered.value = null;
        }}
      >
        Keep them
      </Button>
      <Button size="compact" onClick={() => saving.discardRecovered()}>
        Discard them
      </Button>
    </Notice>
  );
}

function FailureNotice() {
  const { saving } = useEditor();
  const failure = saving.failure.value;
  if (!failure) return null;
  const here = `${globalThis.location?.pathname ?? "/"}`;
  return (
    <Notice bar tone="loss" role="alert">
      <p>
        {failure.kind === "signed_out"
          ? "You are logged out, so nothing was saved. Your work is kept in this browser."
          : failure.kind === "unreachable"
          ? `${failure.message} Your work is kept in this browser.`
          : `Not saved. ${failure.message}`}
      </p>
      {failure.kind === "signed_out"
        ? (
          <ButtonLink
            variant="primary"
            size="compact"
            href={`/login?next=${encodeURIComponent(here)}`}
            target="_blank"
          >
            Log in in a new tab
          </ButtonLink>
        )
        : (
          <Button size="compact" onClick={() => void saving.save()}>
            Try again
          </Button>
        )}
      <Button
        variant="ghost"
        size="compact"
        icon="close"
        aria-label="Close"
        onClick={() => {
          saving.failure.value = null;
        }}
      />
    </Notice>
  );
}

/** Why a backtest did not start. */
function RunNotice() {
  const { ui, run } = useEditor();
  const problem = ui.runProblem.value;
  if (problem === null) return null;
  const close = () => {
    ui.runProblem.value = null;
  };
  return (
    <Notice bar tone="loss" role="alert">
      <p>The backtest did not start. {problem}</p>
      <Button size="compact" onClick={() => run("run")}>Try again</Button>
      <Button
        size="compact"
        onClick={() => {
          close();
          run("run_with");
        }}
      >
        Run with other settings…
      </Button>
      <Button variant="ghost" size="compact" icon="close" aria-label="Close" onClick={close} />
    </Notice>
  );
}
