/** Where backups lie. */
import type { BackupSource } from "./read_backup.ts";

export interface BackupPlace {
  /** As it is said to people. */
  readonly title: string;
  /** Names of what lies there, in no order; none where the folder is missing. */
  list(): Promise<string[]>;
  /**
   * Keeps a stream under a new name; answers with its size in bytes.
   *
   * @throws {BackupError} when there is one of that name already
   */
  write(name: string, stream: AsyncIterable<Uint8Array>): Promise<number>;
  /** What lies under a name, from its beginning each time. */
  read(name: string): BackupSource;
  remove(name: string): Promise<void>;
  close(): void;
}
