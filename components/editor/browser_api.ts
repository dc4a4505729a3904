/** The editor's calls to the server. Every failure comes back as data. */
import type { Fault } from "../../engine/mod.ts";
import { blockDefinition, parseStrategy } from "../../engine/mod.ts";
import { type ErrorBody, type Issue } from "../../contracts/errors.ts";
import type { StrategyDetail, Version } from "../../contracts/strategies.ts";
import { withPlaces } from "./model/layout.ts";
import type {
  ApiFailure,
  Outcome,
  SavedVersion,
  SaveOutcome,
  StrategyApi,
  VersionSummary,
} from "./model/strategy_api.ts";

const UNREACHABLE = "The server could not be reached. Check the connection and try again.";

type Answer =
  | { readonly ok: true; readonly body: unknown }
  | {
    readonly ok: false;
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly issues: readonly Issue[];
  };

/** The API of one strategy, over `fetch`. */
export function createBrowserApi(strategyId: string): StrategyApi {
  const base = `/api/v1/strategies/${encodeURIComponent(strategyId)}`;
  return {
    async saveVersion(document, baseVersion, note): Promise<SaveOutcome> {
      const answer = await call("POST", `${base}/versions`, {
        definition: document,
        base_version: baseVersion,
        ...(note === "" ? {} : { note }),
      });
      if (answer.ok) return { kind: "saved", ...toSummary(answer.body as Version) };
      if (answer.code === "version_conflict") return { kind: "conflict" };
      return failure(answer);
    },
    async latestVersion(): Promise<Outcome<SavedVersion | null>> {
      const answer = await call("GET", base);
      if (!answer.ok) return failure(answer);
      const { latest_version } = answer.body as StrategyDetail;
      return latest_version ? readVersion(latest_version) : { kind: "done", value: null };
    },
    async version(versionNumber): Promise<Outcome<SavedVersion>> {
      const answer = await call("GET", `${base}/versions/${versionNumber}`);
      return answer.ok ? readVersion(answer.body as Version) : failure(answer);
    },
    async versions(): Promise<Outcome<readonly VersionSummary[]>> {
      const answer = await call("GET", `${base}/versions`);
      if (!answer.ok) return failure(answer);
      const { versions } = answer.body as { versions: Omit<Version, "definition">[] };
      const value = versions
        .map(toSummary)
        .sort((a, b) => b.versionNumber - a.versionNumber);
      return { kind: "done", value };
    },
    async rename(name): Promise<Outcome<string>> {
      const answer = await call("PATCH", base, { name });
      if (!answer.ok) return failure(answer);
      return { kind: "done", value: (answer.body as { name?: string }).name ?? name };
    },
  };
}

/** A version as the server sends it, read with the parser that reads every strategy. */
export function toSavedVersion(version: Version): SavedVersion | null {
  const parsed = parseStrategy(version.definition);
  if (!parsed.ok) return null;
  return {
    ...toSummary(version),
    document: withPlaces(parsed.document, blockDefinition),
  };
}

function toSummary(
  { version_number, created_at, note }: Omit<Version, "definition">,
): VersionSummary {
  return { versionNumber: version_number, createdAt: created_at, note };
}

function readVersion(version: Version): Outcome<SavedVersion> {
  const value = toSavedVersion(version);
  return value ? { kind: "done", value } : {
    kind: "refused",
    message: `Version ${version.version_number} cannot be read by this editor.`,
    faults: [],
  };
}

function failure(answer: Answer & { ok: false }): ApiFailure {
  if (answer.status === 401) return { kind: "signed_out" };
  if (answer.status === 0 || answer.status >= 500) {
    return { kind: "unreachable", message: answer.status === 0 ? UNREACHABLE : answer.message };
  }
  const faults: Fault[] = answer.issues.map((issue) => ({
    code: issue.code ?? "invalid",
    block_id: issue.block_id ?? null,
    port: issue.port ?? null,
    param: issue.param ?? null,
    message: issue.message,
  }));
  const [first] = faults;
  return {
    kind: "refused",
    message: first && first.message !== answer.message
      ? `${answer.message} ${first.message}`
      : answer.message,
    faults,
  };
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return { ok: false, status: 0, code: "unreachable", message: UNREACHABLE, issues: [] };
  }
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, body: json };
  const error = (json as ErrorBody | null)?.error;
  return {
    ok: false,
    status: response.status,
    code: error?.code ?? "internal",
    message: error?.message ?? "The server did not answer as expected. Try again.",
    issues: error?.issues ?? [],
  };
}
