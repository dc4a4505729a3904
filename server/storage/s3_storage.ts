/** Blobs in an S3-compatible bucket. */
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { S3Config } from "../config/config.ts";
import { assertKey, type BlobStorage } from "./storage.ts";

/** Shorter than what health waits for an answer. */
const PING_TIMEOUT_MS = 1_400;
/** Written by a ping, and deleted again. */
const PROBE = "health/probe";
/** How long a write says that the bucket can be written to, milliseconds. */
const WRITABLE_FOR_MS = 30_000;

/**
 * Opens the bucket of `config`. Nothing is sent before the first call; a missing bucket is made at the first write or ping.
 */
export function openS3Storage(config: S3Config): BlobStorage {
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    // Checksums in trailers are an AWS extension that other S3 servers do not all read.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
    // A server that takes a request and says nothing must not hold a run for ever.
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
    },
  });
  const Bucket = config.bucket;
  let bucketReady: Promise<void> | null = null;
  /** When something was last written, by `performance.now()`; `null` when it failed since. */
  let writtenAt: number | null = null;
  const write = async (Key: string, Body: Uint8Array, ContentType: string, options = {}) => {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body,
          ContentLength: Body.byteLength,
          ContentType,
        }),
        options,
      );
      writtenAt = performance.now();
    } catch (error) {
      writtenAt = null;
      // It may be the bucket that is gone.
      bucketReady = null;
      throw error;
    }
  };
  const ensureBucket = () =>
    bucketReady ??= (async () => {
      try {
        await client.send(new HeadBucketCommand({ Bucket }));
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
        try {
          await client.send(new CreateBucketCommand({ Bucket }));
        } catch (conflict) {
          // Another process was quicker.
          if (statusOf(conflict) !== 409) throw conflict;
        }
      }
    })().catch((error) => {
      bucketReady = null;
      throw error;
    });

  return {
    async put(key, bytes, contentType) {
      assertKey(key);
      await ensureBucket();
      await write(key, bytes, contentType);
    },
    async get(key) {
      assertKey(key);
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        return Body ? await Body.transformToByteArray() : new Uint8Array();
      } catch (error) {
        if (error instanceof NoSuchKey || statusOf(error) === 404) return null;
        throw error;
      }
    },
    async delete(key) {
      assertKey(key);
      try {
        await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    },
    async *list() {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket, ...(token ? { ContinuationToken: token } : {}) }),
        ).catch((error) => {
          // The bucket is made at the first write.
          if (statusOf(error) === 404) return null;
          throw error;
        });
        for (const { Key, LastModified } of page?.Contents ?? []) {
          if (Key && LastModified) yield { key: Key, modifiedAt: LastModified };
        }
        token = page?.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token);
    },
    async ping() {
      const options = { abortSignal: AbortSignal.timeout(PING_TIMEOUT_MS) };
      await client.send(new HeadBucketCommand({ Bucket }), options).catch((error) => {
        // Made below, as at the first write.
        if (statusOf(error) !== 404) throw error;
        bucketReady = writtenAt = null;
      });
      if (writtenAt !== null && performance.now() - writtenAt < WRITABLE_FOR_MS) return;
      // A bucket that answers may be one that nothing can be written to.
      await ensureBucket();
      await write(PROBE, new Uint8Array(), "text/plain", options);
      await client.send(new DeleteObjectCommand({ Bucket, Key: PROBE }), options);
    },
    close() {
      client.destroy();
      return Promise.resolve();
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
