/**
 * When the files of the embedded database reach the disk. PostgreSQL asks for a sync of its write-ahead log at every commit; a
 * disk takes milliseconds for that, during which a sync in this thread would hold up everything. So a sync of the log is noted
 * here and made beside the thread, one for all commits that wait, and nobody is told of a commit before (`synced`).
 *
 * What PostgreSQL does because it takes the log to be on the disk must not overtake it: before any other file is written, cut,
 * renamed or removed, what is noted is synced at once. Syncs of other files are made at once too.
 */
import fs from "node:fs";

/** What is asked of the file system, in the words of Emscripten's file system for Node.js. */
interface Node {
  readonly name: string;
}
interface Stream {
  readonly nfd: number;
  readonly node: Node;
}
type Call<Args extends readonly unknown[]> = (...args: Args) => unknown;

/** The parts of Emscripten's NODEFS that are used here. */
export interface NodeFileSystem {
  realPath(node: Node): string;
  tryFSOperation<T>(work: () => T): T;
  readonly node_ops: {
    setattr: Call<[Node, unknown]>;
    rename: Call<[Node, Node, string]>;
    unlink: Call<[Node, string]>;
    rmdir: Call<[Node, string]>;
  };
  readonly stream_ops: {
    setattr: Call<[Stream, unknown]>;
    write: Call<[Stream, ...unknown[]]>;
    fsync?: Call<[Stream]>;
  };
}

export class SyncedFiles {
  /** Folder of the log, with a slash at its end. */
  readonly #log: string;
  /** Files of the log whose sync was asked for and has not begun. */
  readonly #asked = new Set<string>();
  /** Files of the log whose sync is under way. */
  readonly #underWay = new Set<string>();
  #current: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #failure: unknown = null;
  #loggedBytes = 0;

  /** @param folder the folder of the database */
  constructor(folder: string) {
    this.#log = `${folder}/pg_wal/`;
  }

  /**
   * Resolves when every commit so far is on the disk.
   *
   * @throws when the log could not be synced; what is on the disk is not known then, and every later call throws too
   */
  async synced(): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#asked.size > 0) await (this.#next ??= this.#follow());
    else await this.#current;
  }

  /** Whether so many bytes of log have been written since they were last taken. */
  hasLogged(bytes: number): boolean {
    return this.#loggedBytes >= bytes;
  }

  /** As `hasLogged`; where they have, counting begins anew. */
  takeLogged(bytes: number): boolean {
    if (!this.hasLogged(bytes)) return false;
    this.#loggedBytes = 0;
    return true;
  }

  /** Takes the calls of a file system that was just made. */
  attach(files: NodeFileSystem): void {
    const { node_ops, stream_ops } = files;
    const first = <Args extends readonly unknown[]>(call: Call<Args>): Call<Args> => (...args) => {
      files.tryFSOperation(() => this.#syncNow());
      return call(...args);
    };
    node_ops.setattr = first(node_ops.setattr);
    node_ops.rename = first(node_ops.rename);
    node_ops.unlink = first(node_ops.unlink);
    node_ops.rmdir = first(node_ops.rmdir);
    stream_ops.setattr = first(stream_ops.setattr);
    const { write } = stream_ops;
    stream_ops.write = (stream, ...rest) => {
      const isLog = files.realPath(stream.node).startsWith(this.#log);
      if (!isLog) files.tryFSOperation(() => this.#syncNow());
      const written = write(stream, ...rest);
      if (isLog && typeof written === "number") this.#loggedBytes += written;
      return written;
    };
    stream_ops.fsync = (stream) => {
      const failure = this.#failure;
      // Once a sync has failed nothing is known of the disk: PostgreSQL ends, too.
      if (failure !== null) files.tryFSOperation(() => fail(failure));
      const path = files.realPath(stream.node);
      if (path.startsWith(this.#log)) this.#asked.add(path);
      else files.tryFSOperation(() => fs.fsyncSync(stream.nfd));
      return 0;
    };
  }

  /** Syncs what is asked for after the sync that is under way: one for all who ask meanwhile. */
  async #follow(): Promise<void> {
    await this.#current?.catch(() => {});
    this.#next = null;
    const sync = this.#syncBeside();
    this.#current = sync;
    try {
      await sync;
    } finally {
      this.#current = null;
    }
  }

  async #syncBeside(): Promise<void> {
    const paths = [...this.#asked];
    this.#asked.clear();
    for (const path of paths) this.#underWay.add(path);
    try {
      await Promise.all(paths.map(syncFile));
    } catch (error) {
      this.#failure = error;
      throw error;
    } finally {
      for (const path of paths) this.#underWay.delete(path);
    }
  }

  /** Syncs at once all of the log that PostgreSQL takes to be on the disk. */
  #syncNow(): void {
    for (const path of new Set([...this.#asked, ...this.#underWay])) {
      // One of its own: a file that is being synced beside cannot be used meanwhile.
      const file = fs.openSync(path, "r");
      try {
        fs.fdatasyncSync(file);
      } finally {
        fs.closeSync(file);
      }
      this.#asked.delete(path);
      // Nothing of it is missing any more, whenever the sync beside ends.
      this.#underWay.delete(path);
    }
  }
}

function syncFile(path: string): Promise<void> {
  // Opened in this thread, while the file surely has this name.
  const file = fs.openSync(path, "r");
  return new Promise<void>((resolve, reject) => {
    fs.fdatasync(file, (error) => {
      fs.closeSync(file);
      if (error) reject(error);
      else resolve();
    });
  });
}

function fail(cause: unknown): never {
  throw Object.assign(new Error("the log could not be synced", { cause }), { code: "EIO" });
}
