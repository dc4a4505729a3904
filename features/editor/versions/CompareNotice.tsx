/** Above the canvas while two versions are compared: which ones, and the way back. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import type { Side } from "../../../studio/versions/compared.ts";
import { ICON } from "../parts/icons.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { keysOf } from "../session/keyboard.ts";
import { leaveVersions } from "../session/other_versions.ts";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";

export function CompareNotice() {
  const parts = useEditor();
  const compared = parts.store.comparing.value;
  if (!compared) return null;
  const { before, after } = compared;
  return (
    <Notice bar icon={ICON.compare} role="status">
      <p>
        Comparing <b>{nameOfSide(before)}</b> with <b>{nameOfSide(after)}</b>.{" "}
        <span class={cx(frameStyles.wideOnly, frameStyles.quiet)}>
          + added, ~ changed, − removed. Read-only while comparing.
        </span>
      </p>
      <Button
        size="compact"
        title={keysOf("clear")}
        onClick={() => leaveVersions(parts)}
      >
        {parts.saving.dirty.value ? "Back to your changes" : "Back to the newest"}
      </Button>
    </Notice>
  );
}

function nameOfSide({ version }: Side): string {
  return version ? `version ${version.versionNumber}` : "your canvas";
}
