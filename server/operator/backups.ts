/** Backups by hand, of an app that goes on. */
import { z } from "zod";
import { defineCommand, type OperatorStream } from "./command.ts";

/** The bytes of a backup, not encrypted: they go to a file of whoever asked. */
export const backupBytes: OperatorStream = {
  name: "backup-bytes",
  open: ({ services }) => services.backups.stream(),
};

/** Notes a backup in the list, once its file was verified. */
export const recordManualBackup = defineCommand({
  name: "backups-record",
  input: z.object({
    target: z.string(),
    size: z.number(),
    rows: z.number(),
    blobs: z.number(),
    isEncrypted: z.boolean(),
  }),
  run: ({ services }, made) => services.backups.recordManual(made),
});
