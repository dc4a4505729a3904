/** The editor's calls to the server. Every failure comes back as data. */
import type { Fault } from "../../../engine/mod.ts";
import { blockDefinition, parseStrategy } from "../../../engine/mod.ts";
import type { Version } from "../../../contracts/strategies.ts";
import type { MarketSeries } from "../../../contracts/market_names.ts";
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import { withPlaces } from "../../../studio/canvas/layout.ts";
import type {
  ApiFailure,
  Outcome,
  SavedVersion,
  SaveOutcome,
  StrategyApi,
  VersionSummary,
} from "../../../studio/document/strategy_api.ts";

type Answer<T> = { readonly ok: true; readonly body: T } | {
  readonly ok: false;
  readonly error: ApiError;
};

/** The API of one strategy; `onMoved` is told its new market. */
export function createBrowserApi(
  strategyId: string,
  onMoved: (market: MarketSeries) => void = () => {},
): StrategyApi {
  const params = { id: strategyId };
  return {
    async saveVersion(document, baseVersion, note): Promise<SaveOutcome> {
      const answer = await call(api("POST /strategies/{id}/versions", {
        params,
        body: {
          definition: document,
          base_version: baseVersion,
          ...(note === "" ? {} : { note }),
        },
      }));
      if (answer.ok) return { kind: "saved", ...toSummary(answer.body) };
      if (answer.error.code === "version_conflict") return { kind: "conflict" };
      return failure(answer.error);
    },
    async latestVersion(): Promise<Outcome<SavedVersion | null>> {
      const answer = await call(api("GET /strategies/{id}", { params }));
      if (!answer.ok) return failure(answer.error);
      const { latest_version } = answer.body;
      return latest_version ? readVersion(latest_version) : { kind: "done", value: null };
    },
    async version(versionNumber): Promise<Outcome<SavedVersion>> {
      const answer = await call(
        api("GET /strategies/{id}/versions/{n}", { params: { ...params, n: versionNumber } }),
      );
      return answer.ok ? readVersion(answer.body) : failure(answer.error);
    },
    async versions(): Promise<Outcome<readonly VersionSummary[]>> {
      const answer = await call(api("GET /strategies/{id}/versions", { params }));
      if (!answer.ok) return failure(answer.error);
      const value = answer.body.versions
        .map(toSummary)
        .sort((a, b) => b.versionNumber - a.versionNumber);
      return { kind: "done", value };
    },
    async noteVersion(versionNumber, note): Promise<Outcome<VersionSummary>> {
      const answer = await call(
        api("PATCH /strategies/{id}/versions/{n}", {
          params: { ...params, n: versionNumber },
          body: { note },
        }),
      );
      return answer.ok ? { kind: "done", value: toSummary(answer.body) } : failure(answer.error);
    },
    async rename(name): Promise<Outcome<string>> {
      const answer = await call(api("PATCH /strategies/{id}", { params, body: { name } }));
      return answer.ok ? { kind: "done", value: answer.body.name } : failure(answer.error);
    },
    async move(asset, timeframe, importName) {
      const answer = await call(
        api("PATCH /strategies/{id}", { params, body: { asset, timeframe, import: importName } }),
      );
      if (!answer.ok) return failure(answer.error);
      const { body } = answer;
      const value = { asset: body.asset, timeframe: body.timeframe, import: body.import };
      onMoved(value);
      return { kind: "done", value };
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

function failure(error: ApiError): ApiFailure {
  if (error.status === 401) return { kind: "signed_out" };
  if (error.status === 0 || error.status >= 500) {
    return { kind: "unreachable", message: error.message };
  }
  const faults: Fault[] = error.issues.map((issue) => ({
    code: issue.code ?? "invalid",
    block_id: issue.block_id ?? null,
    port: issue.port ?? null,
    param: issue.param ?? null,
    message: issue.message,
  }));
  const [first] = faults;
  return {
    kind: "refused",
    message: first && first.message !== error.message
      ? `${error.message} ${first.message}`
      : error.message,
    faults,
  };
}

async function call<T>(asked: Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, body: await asked };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, error };
    throw error;
  }
}
