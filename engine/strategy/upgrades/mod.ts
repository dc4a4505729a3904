/**
 * Documents of earlier versions of the format, read for ever. A change of the format that earlier documents do not fit is one
 * file here, `from_<n>.ts`, with its test: a step from version n to n + 1, and one more entry of {@link UPGRADES}. A new block, or
 * a new field that may be left out, is no change of version.
 */

/** A document of some version, not looked at yet but for its version. */
export type RawDocument = Readonly<Record<string, unknown>>;

/**
 * Makes a document of one version into one of the next. Pure: what it is given is not changed. It may be given anything that
 * names its version: what it does not know how to read it leaves alone, and the parser then says what is wrong.
 */
export interface DocumentUpgrade {
  /** The version it reads. */
  readonly from: number;
  readonly upgrade: (document: RawDocument) => RawDocument;
}

/** All steps so far, one after the other. Version 1 is the first, and the only one so far. */
export const UPGRADES: readonly DocumentUpgrade[] = [];

/** The version that is written: that of the public format. */
export const DOCUMENT_VERSION = 1;

export type UpgradeOutcome =
  | { readonly kind: "current"; readonly document: RawDocument }
  /** It names no version: it is something else than a strategy. */
  | { readonly kind: "no_version" }
  /** It names one that is none, or that has no step. */
  | { readonly kind: "unknown" }
  /** Made by a later version of the app. */
  | { readonly kind: "newer"; readonly version: number }
  /** A step failed on it: no app has ever written this. */
  | { readonly kind: "broken"; readonly version: number };

/**
 * Brings a document of any version so far to version `current`.
 *
 * @param upgrades one step a version, from the oldest that can be read up to `current`
 */
export function upgradeDocument(
  document: RawDocument,
  upgrades: readonly DocumentUpgrade[] = UPGRADES,
  current: number = DOCUMENT_VERSION,
): UpgradeOutcome {
  const { version } = document;
  if (version === undefined) return { kind: "no_version" };
  if (typeof version !== "number" || !Number.isInteger(version)) return { kind: "unknown" };
  if (version > current) return { kind: "newer", version };
  let upgraded = document;
  for (let at = version; at < current; at++) {
    const step = upgrades.find(({ from }) => from === at);
    if (!step) return { kind: "unknown" };
    try {
      upgraded = { ...step.upgrade(upgraded), version: at + 1 };
    } catch {
      return { kind: "broken", version };
    }
  }
  return { kind: "current", document: upgraded };
}
