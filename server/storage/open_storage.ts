import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { openFolderStorage } from "./folder_storage.ts";
import type { BlobStorage } from "./storage.ts";

/** The storage that the configuration names: an S3 bucket, or a folder in the data folder. */
export async function openStorage(config: Pick<Config, "s3" | "dataDir">): Promise<BlobStorage> {
  if (!config.s3) return await openFolderStorage(join(config.dataDir, "blobs"));
  // The S3 client is large; the embedded app never loads it.
  const { openS3Storage } = await import("./s3_storage.ts");
  return openS3Storage(config.s3);
}
