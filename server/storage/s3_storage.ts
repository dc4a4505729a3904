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

const PING_TIMEOUT_MS = 2_000;

/** Opens the bucket of `config`. Nothing is sent before the first call; a missing bucket is made at the first write. */
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
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: key,
          Body: bytes,
          ContentLength: bytes.byteLength,
          ContentType: contentType,
        }),
      );
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
      await client.send(new HeadBucketCommand({ Bucket }), {
        abortSignal: AbortSignal.timeout(PING_TIMEOUT_MS),
      }).catch((error) => {
        // The bucket is made at the first write; until then a server that says so is a server that answers.
        if (statusOf(error) !== 404) throw error;
      });
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
