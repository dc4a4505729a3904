/**
 * Reads `deno.lock`: which packages a package needs, and the part of the lock file that some of the dependencies of
 * package.json need.
 */

/** A package of the lock file. */
export interface LockedPackage {
  /** `@scope/name@1.2.3`, without the versions of its peers. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Keys of the lock file. */
  readonly dependencies: readonly string[];
  /** Keys of peers that it uses when they are there. */
  readonly optionalPeers: readonly string[];
  /** Platforms that it is built for; empty for all. */
  readonly os: readonly string[];
  readonly cpu: readonly string[];
}

interface LockEntry {
  dependencies?: string[];
  optionalDependencies?: string[];
  optionalPeers?: string[];
  os?: string[];
  cpu?: string[];
}

interface LockFile {
  specifiers: Record<string, string>;
  npm: Record<string, LockEntry>;
  workspace: { packageJson: { dependencies: string[] } };
}

/**
 * The packages of a lock file by their keys.
 *
 * @throws {Error} when a dependency is not in it
 */
export function readLock(text: string): Map<string, LockedPackage> {
  const entries = Object.entries((JSON.parse(text) as LockFile).npm);
  const byId = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const [key] of entries) {
    const { id, name } = parseKey(key);
    byId.set(id, key);
    byName.set(name, key);
  }
  // A dependency is written with its version only where several versions are locked.
  const keyOf = (written: string): string | undefined => {
    const plain = withoutAlias(written);
    return byId.get(parseKey(plain).id) ?? byName.get(plain);
  };
  const packages = new Map<string, LockedPackage>();
  for (const [key, entry] of entries) {
    const ifLocked = (names: readonly string[] = []) => names.flatMap((name) => keyOf(name) ?? []);
    const required = (entry.dependencies ?? []).map((name) => {
      const found = keyOf(name);
      if (found === undefined) {
        throw new Error(`deno.lock: ${key} needs ${name}, which is not locked`);
      }
      return found;
    });
    packages.set(key, {
      ...parseKey(key),
      dependencies: [...required, ...ifLocked(entry.optionalDependencies)],
      optionalPeers: ifLocked(entry.optionalPeers),
      os: entry.os ?? [],
      cpu: entry.cpu ?? [],
    });
  }
  return packages;
}

/** `@a/b@1.2.3_peer@4.5.6` as name and version. */
function parseKey(key: string): { id: string; name: string; version: string } {
  const at = key.indexOf("@", 1);
  if (at < 0) return { id: key, name: key, version: "" };
  const name = key.slice(0, at);
  const version = key.slice(at + 1).replace(/_.*$/, "");
  return { id: `${name}@${version}`, name, version };
}

/** `alias@npm:name@1.2.3` as `name@1.2.3`. */
function withoutAlias(written: string): string {
  return written.replace(/^(.+?)@npm:/, "");
}

/** Keys of the packages of `names` and of everything they need. What `follow` denies is left out, with what it needs. */
export function keysNeeded(
  packages: ReadonlyMap<string, LockedPackage>,
  names: ReadonlySet<string>,
  follow: (one: LockedPackage) => boolean = () => true,
): Set<string> {
  const waiting = [...packages].filter(([, { name }]) => names.has(name)).map(([key]) => key);
  const seen = new Set<string>();
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const one = packages.get(key)!;
    if (seen.has(key) || !follow(one)) continue;
    seen.add(key);
    waiting.push(...one.dependencies, ...one.optionalPeers);
  }
  return seen;
}

/**
 * The lock file for a project that has `names` alone as dependencies, as Deno itself would write it (`--frozen` compares
 * texts): the same versions and checksums, nothing else.
 *
 * @throws {Error} when a name is not among the locked dependencies
 */
export function lockFor(text: string, names: ReadonlySet<string>): string {
  const lock = JSON.parse(text) as LockFile;
  const locked = readLock(text);
  const nameOf = (specifier: string) => parseKey(specifier.replace(/^npm:/, "")).name;
  const missing = names.difference(new Set(Object.keys(lock.specifiers).map(nameOf)));
  if (missing.size > 0) {
    throw new Error(`deno.lock does not have ${[...missing].join(", ")}: run deno install`);
  }

  const keys = keysNeeded(locked, names);
  const versions = new Map<string, number>();
  for (const key of keys) {
    const { name } = parseKey(key);
    versions.set(name, (versions.get(name) ?? 0) + 1);
  }
  const shortened = (written: string): string => {
    if (written.includes("@npm:")) return written;
    const { name } = parseKey(written);
    return versions.get(name) === 1 ? name : written;
  };
  lock.npm = Object.fromEntries(Object.entries(lock.npm).filter(([key]) => keys.has(key)));
  for (const entry of Object.values(lock.npm)) {
    for (const list of ["dependencies", "optionalDependencies", "optionalPeers"] as const) {
      const written = entry[list];
      if (written !== undefined) entry[list] = written.map(shortened);
    }
  }
  lock.specifiers = Object.fromEntries(
    Object.entries(lock.specifiers).filter(([specifier]) => names.has(nameOf(specifier))),
  );
  const { packageJson } = lock.workspace;
  packageJson.dependencies = packageJson.dependencies.filter((one) => names.has(nameOf(one)));
  // Deno writes platforms in one line.
  return JSON.stringify(lock, null, 2).replace(
    /"(os|cpu)": \[\s+([^\]]*?)\s+\]/g,
    (_, name: string, list: string) => `"${name}": [${list.replace(/\s+/g, " ")}]`,
  ) + "\n";
}
