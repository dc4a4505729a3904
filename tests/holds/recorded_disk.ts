/**
 * Records what this process does to a folder through `node:fs`, and makes the folder again as it may look after a loss of power
 * at any of those moments.
 *
 * What a loss of power leaves is taken to be what journaling file systems promise: a file's content up to the newest sync of it
 * that had ended; names (files made, renamed, removed) in the order in which they were given, at least up to the newest sync of
 * anything. Of everything later each write may be there, not be there, or be there in part, sector by sector.
 */
import fs from "node:fs";
import { memoryFolder } from "../support/memory_folder.ts";

/** What is kept of that which was not synced. */
export type Unsynced = "lost" | "kept" | "some";

type Change =
  | {
    readonly kind: "write";
    readonly file: number;
    readonly at: number;
    readonly bytes: Uint8Array;
  }
  | { readonly kind: "cut"; readonly file: number; readonly size: number }
  | { readonly kind: "make"; readonly file: number; readonly path: string }
  | { readonly kind: "folder" | "remove" | "removeFolder"; readonly path: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string }
  /** All changes before `covers` of this file are on the disk; `null` = of a folder. */
  | { readonly kind: "sync"; readonly file: number | null; readonly covers: number };

const SECTOR = 512;

type Method = (...args: never[]) => unknown;

export class RecordedDisk {
  readonly #changes: Change[] = [];
  /** The files by their paths as they are now, and by the paths of the beginning. */
  readonly #files = new Map<string, number>();
  readonly #firstPaths = new Map<number, string>();
  readonly #open = new Map<number, number | null>();
  readonly #replaced: [name: string, method: Method][] = [];
  #count = 0;

  private constructor(private readonly folder: string, private readonly base: string) {}

  /** Begins to record what is done to `folder`, which is on the disk as it is now. */
  static async of(folder: string): Promise<RecordedDisk> {
    const base = await memoryFolder();
    await copy(folder, base);
    const disk = new RecordedDisk(folder, base);
    disk.#record();
    return disk;
  }

  /** How many changes there were so far: a moment. */
  get moment(): number {
    return this.#changes.length;
  }

  /** Records no more. */
  stop(): void {
    for (const [name, method] of this.#replaced) Object.assign(fs, { [name]: method });
    this.#replaced.length = 0;
  }

  async dispose(): Promise<void> {
    this.stop();
    await Deno.remove(this.base, { recursive: true });
  }

  /** Writes the folder into `target`, which is empty, as it may look when the power is lost at `moment`. */
  async restore(
    target: string,
    moment: number,
    unsynced: Unsynced,
    random: () => number,
  ): Promise<void> {
    await copy(this.base, target);
    const done = this.#changes.slice(0, moment);
    const syncedTo = new Map<number, number>();
    let namesTo = 0;
    for (const change of done) {
      if (change.kind !== "sync") continue;
      namesTo = Math.max(namesTo, change.covers);
      if (change.file !== null) {
        syncedTo.set(change.file, Math.max(syncedTo.get(change.file) ?? 0, change.covers));
      }
    }
    // Names are journaled in their order: of the later ones a beginning is there.
    if (unsynced === "kept") namesTo = moment;
    if (unsynced === "some") namesTo += Math.floor(random() * (moment - namesTo + 1));
    const paths = new Map(this.#firstPaths);
    const pathOf = (path: string) => `${target}${path}`;
    for (const [n, change] of done.entries()) {
      switch (change.kind) {
        case "write": {
          const path = paths.get(change.file);
          if (path === undefined) break;
          const isSynced = n < (syncedTo.get(change.file) ?? 0);
          const isWhole = isSynced || unsynced === "kept";
          if (!isWhole && unsynced === "lost") break;
          writeSome(pathOf(path), change.at, change.bytes, isWhole ? null : () => random() < 0.5);
          break;
        }
        case "cut": {
          const path = paths.get(change.file);
          const isThere = n < (syncedTo.get(change.file) ?? 0) || n < namesTo;
          if (path !== undefined && isThere) originals.truncateSync(pathOf(path), change.size);
          break;
        }
        case "sync":
          break;
        default: {
          if (n < namesTo) applyName(change, paths, pathOf);
        }
      }
    }
  }

  #record(): void {
    const walk = (path: string) => {
      for (const entry of fs.readdirSync(`${this.folder}${path}`, { withFileTypes: true })) {
        const inner = `${path}/${entry.name}`;
        if (entry.isDirectory()) walk(inner);
        else this.#firstPaths.set(this.#fileAt(inner), inner);
      }
    };
    walk("");
    this.#around("openSync", (call, args) => {
      const [path] = args as [string];
      const inner = this.#inner(path);
      const isNew = inner !== null && !fs.existsSync(path);
      const fd = call() as number;
      if (inner === null) return fd;
      if (isNew) this.#changes.push({ kind: "make", file: this.#fileAt(inner), path: inner });
      this.#open.set(fd, fs.fstatSync(fd).isDirectory() ? null : this.#fileAt(inner));
      return fd;
    });
    this.#around("closeSync", (call, args) => {
      this.#open.delete(args[0] as number);
      return call();
    });
    this.#around("writeSync", (call, args) => {
      const [fd, buffer, offset, length, at] = args as [number, Uint8Array, number, number, number];
      const file = this.#open.get(fd);
      const bytes = file === undefined || file === null
        ? null
        : Uint8Array.from(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
      const written = call() as number;
      if (bytes && typeof file === "number") {
        this.#changes.push({ kind: "write", file, at, bytes: bytes.subarray(0, written) });
      }
      return written;
    });
    this.#around("writeFileSync", (call, args) => {
      const inner = this.#inner(args[0] as string);
      const answer = call();
      if (inner !== null) {
        this.#changes.push({ kind: "make", file: this.#fileAt(inner), path: inner });
      }
      return answer;
    });
    this.#around("truncateSync", (call, args) => {
      const inner = this.#inner(args[0] as string);
      const answer = call();
      if (inner !== null) {
        this.#changes.push({ kind: "cut", file: this.#fileAt(inner), size: args[1] as number });
      }
      return answer;
    });
    this.#around("ftruncateSync", (call, args) => {
      const file = this.#open.get(args[0] as number);
      const answer = call();
      if (typeof file === "number") {
        this.#changes.push({ kind: "cut", file, size: args[1] as number });
      }
      return answer;
    });
    this.#around("mkdirSync", (call, args) => this.#named(call, "folder", args[0] as string));
    this.#around("rmdirSync", (call, args) => this.#named(call, "removeFolder", args[0] as string));
    this.#around("unlinkSync", (call, args) => {
      const answer = this.#named(call, "remove", args[0] as string);
      const inner = this.#inner(args[0] as string);
      if (inner !== null) this.#files.delete(inner);
      return answer;
    });
    this.#around("renameSync", (call, args) => {
      const [from, to] = args.map((path) => this.#inner(path as string));
      const answer = call();
      if (typeof from === "string" && typeof to === "string") {
        this.#changes.push({ kind: "rename", path: from, to });
        const file = this.#files.get(from);
        this.#files.delete(from);
        if (file !== undefined) this.#files.set(to, file);
      }
      return answer;
    });
    for (const name of ["fsyncSync", "fdatasyncSync"]) {
      this.#around(name, (call, args) => {
        const covers = this.moment;
        const answer = call();
        this.#synced(args[0] as number, covers);
        return answer;
      });
    }
    for (const name of ["fsync", "fdatasync"]) {
      this.#around(name, (_call, args, method) => {
        const [fd, done] = args as [number, (error: Error | null) => void];
        const covers = this.moment;
        // The number may be another file's by the time that it ends.
        const file = this.#open.get(fd);
        return (method as (fd: number, done: (error: Error | null) => void) => void)(
          fd,
          (error) => {
            if (!error && file !== undefined) this.#changes.push({ kind: "sync", file, covers });
            done(error);
          },
        );
      });
    }
  }

  #synced(fd: number, covers: number): void {
    const file = this.#open.get(fd);
    if (file !== undefined) this.#changes.push({ kind: "sync", file, covers });
  }

  #named(call: () => unknown, kind: "folder" | "remove" | "removeFolder", path: string): unknown {
    const inner = this.#inner(path);
    const answer = call();
    if (inner !== null) this.#changes.push({ kind, path: inner });
    return answer;
  }

  #around(
    name: string,
    record: (call: () => unknown, args: readonly unknown[], method: Method) => unknown,
  ): void {
    const method = Reflect.get(fs, name) as Method;
    this.#replaced.push([name, method]);
    Object.assign(fs, {
      [name]: (...args: never[]) => record(() => method(...args), args, method),
    });
  }

  /** The path below the folder, `null` for one elsewhere. */
  #inner(path: string): string | null {
    return path.startsWith(`${this.folder}/`) || path === this.folder
      ? path.slice(this.folder.length)
      : null;
  }

  #fileAt(path: string): number {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = this.#count++;
    this.#files.set(path, file);
    return file;
  }
}

/** Of before anything is recorded. */
const originals = { ...fs };

/** Writes all, or the sectors that are kept. */
function writeSome(
  path: string,
  at: number,
  bytes: Uint8Array,
  keeps: (() => boolean) | null,
): void {
  const fd = originals.openSync(path, "r+");
  try {
    if (keeps === null) {
      originals.writeSync(fd, bytes, 0, bytes.byteLength, at);
      return;
    }
    for (let start = 0; start < bytes.byteLength;) {
      // To the end of the sector of the file.
      const length = Math.min(SECTOR - (at + start) % SECTOR, bytes.byteLength - start);
      if (keeps()) originals.writeSync(fd, bytes, start, length, at + start);
      start += length;
    }
  } finally {
    originals.closeSync(fd);
  }
}

type Name = Extract<Change, { readonly path: string }>;

function applyName(
  change: Name,
  paths: Map<number, string>,
  pathOf: (path: string) => string,
): void {
  switch (change.kind) {
    case "make":
      originals.writeFileSync(pathOf(change.path), "");
      paths.set(change.file, change.path);
      return;
    case "folder":
      originals.mkdirSync(pathOf(change.path));
      return;
    case "removeFolder":
      originals.rmdirSync(pathOf(change.path));
      return;
    case "remove":
    case "rename": {
      const to = change.kind === "rename" ? change.to : null;
      if (to !== null) originals.renameSync(pathOf(change.path), pathOf(to));
      else originals.unlinkSync(pathOf(change.path));
      for (const [file, path] of paths) {
        if (path === to) paths.delete(file);
        if (path !== change.path) continue;
        if (to === null) paths.delete(file);
        else paths.set(file, to);
      }
    }
  }
}

/** Copies what is in `from` into `to`, as `cp -a` does. */
async function copy(from: string, to: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("cp", {
    args: ["-a", "--reflink=auto", `${from}/.`, to],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
