/** Bars above the canvas that ask for a decision: a conflict, recovered work, a failed save, an old version. */
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ICON } from "../parts/icons.ts";
import { CompareNotice } from "../versions/CompareNotice.tsx";
import { compareSides, currentSide, leaveVersions, sideOf } from "../session/other_versions.ts";
import { MarketOffer } from "./MarketOffer.tsx";
import { Notice } from "../parts/Notice.tsx";
import { dayAndTime } from "../../../text/times.ts";

export function Notices() {
  return (
    <div class="ed-notices">
      <ReadOnlyNotice />
      <CompareNotice />
      <ConflictNotice />
      <RecoveredNotice />
      <MarketOffer />
      <FailureNotice />
    </div>
  );
}

function ReadOnlyNotice() {
  const parts = useEditor();
  const { store, saving, user } = parts;
  const viewing = store.viewing.value;
  if (!viewing) return null;
  return (
    <Notice icon={ICON.eye} tone="plain">
      <p>
        You are looking at <b>version {viewing.versionNumber}</b> of{" "}
        {dayAndTime(viewing.createdAt, user.timezone ?? null)}
        {viewing.note && <>{" "}(“{viewing.note}”)</>}. It is read-only.
      </p>
      <button
        type="button"
        class="ed-button"
        onClick={() => compareSides(parts, sideOf(viewing), currentSide(parts))}
      >
        <Icon name={ICON.compare} size={16} />
        Compare
      </button>
      <button
        type="button"
        class="ed-button"
        disabled={saving.busy.value}
        onClick={() => void saving.restore(viewing)}
      >
        Restore as version {saving.nextVersion.value}
      </button>
      <button type="button" class="ed-button" onClick={() => leaveVersions(parts)}>
        {saving.dirty.value ? "Back to your changes" : "Back to the newest"}
      </button>
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
    <Notice icon="warning" tone="warning" role="alertdialog">
      <p>
        <b>Version {theirs.versionNumber} was saved elsewhere</b> on{" "}
        {dayAndTime(theirs.createdAt, user.timezone ?? null)}, while you worked from{" "}
        {baseVersion === 0 ? "the empty canvas" : `version ${baseVersion}`}. Nothing is lost: keep
        yours as the next version, or load theirs (Undo brings yours back).
      </p>
      <button
        type="button"
        class="ed-button"
        data-tone="accent"
        disabled={saving.busy.value}
        onClick={() => void saving.keepMine()}
      >
        Keep mine as version {theirs.versionNumber + 1}
      </button>
      <button
        type="button"
        class="ed-button"
        onClick={() => {
          saving.takeTheirs();
          requestAnimationFrame(() => ui.canvas.current?.fit());
        }}
      >
        Load version {theirs.versionNumber}
      </button>
      <button
        type="button"
        class="ed-button"
        onClick={() => store.view(theirs)}
      >
        Look at it first
      </button>
      <button
        type="button"
        class="ed-button"
        onClick={() => compareSides(parts, sideOf(theirs), currentSide(parts))}
      >
        Compare with yours
      </button>
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
    <Notice icon="history" tone="plain">
      <p>
        Your unsaved changes of {dayAndTime(recovered.savedAtMs, user.timezone ?? null)} are back.
      </p>
      <button
        type="button"
        class="ed-button"
        onClick={() => {
          saving.recovered.value = null;
        }}
      >
        Keep them
      </button>
      <button type="button" class="ed-button" onClick={() => saving.discardRecovered()}>
        Discard them
      </button>
    </Notice>
  );
}

function FailureNotice() {
  const { saving } = useEditor();
  const failure = saving.failure.value;
  if (!failure) return null;
  const here = `${globalThis.location?.pathname ?? "/"}`;
  return (
    <Notice icon="warning" tone="bad" role="alert">
      <p>
        {failure.kind === "signed_out"
          ? "You are logged out, so nothing was saved. Your work is kept in this browser."
          : failure.kind === "unreachable"
          ? `${failure.message} Your work is kept in this browser.`
          : `Not saved. ${failure.message}`}
      </p>
      {failure.kind === "signed_out"
        ? (
          <a
            class="ed-button"
            data-tone="accent"
            href={`/login?next=${encodeURIComponent(here)}`}
            target="_blank"
          >
            Log in in a new tab
          </a>
        )
        : (
          <button type="button" class="ed-button" onClick={() => void saving.save()}>
            Try again
          </button>
        )}
      <button
        type="button"
        class="ed-tool"
        aria-label="Close"
        onClick={() => {
          saving.failure.value = null;
        }}
      >
        <Icon name="close" size={16} />
      </button>
    </Notice>
  );
}
