/** The results of the versions of an open strategy, one set an editor. */
import type { LiveSession } from "../../../studio/live/live_session.ts";
import { VersionResults } from "../../../studio/versions/version_results.ts";
import type { EditorParts } from "../session/context.ts";

const opened = new WeakMap<LiveSession, VersionResults>();

export function versionResultsOf({ live, api }: Pick<EditorParts, "live" | "api">): VersionResults {
  let results = opened.get(live);
  if (!results) {
    results = new VersionResults(live, async (versionNumber) => {
      const outcome = await api.version(versionNumber);
      return outcome.kind === "done" ? outcome.value : null;
    });
    opened.set(live, results);
  }
  return results;
}
