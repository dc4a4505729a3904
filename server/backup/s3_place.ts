/** Backups as objects of an S3 bucket. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3Config } from "../config/config.ts";
import { BackupError } from "./backup_error.ts";
import { ByteReader } from "./byte_reader.ts";
import type { BackupPlace } from "./place.ts";

/** What is sent at a time; S3 takes up to 10,000 parts of at least 5 MB. */
const PART_BYTES = 16 * 2 ** 20;

/** @param folder what names begin with, without a slash at its end; empty for the bucket itself */
export function s3Place(config: S3Config, folder: string): BackupPlace {
  const { bucket: Bucket } = config;
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    // Checksums in trailers are an AWS extension that other S3 servers do not all read.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 5,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 120_000,
      throwOnRequestTimeout: true,
    },
  });
  const lead = folder === "" ? "" : `${folder}/`;
  const title = `s3://${Bucket}/${lead}`;
  const ensureBucket = async () => {
    try {
      await client.send(new HeadBucketCommand({ Bucket }));
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await client.send(new CreateBucketCommand({ Bucket }));
    }
  };
  const uploadParts = async (Key: string, first: Uint8Array, rest: ByteReader) => {
    const upload = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { UploadId } = upload;
    try {
      const parts: { ETag: string | undefined; PartNumber: number }[] = [];
      let size = 0;
      for (let part = first; part.byteLength > 0; part = await rest.read(PART_BYTES)) {
        const PartNumber = parts.length + 1;
        const { ETag } = await client.send(
          new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: part }),
        );
        parts.push({ ETag, PartNumber });
        size += part.byteLength;
      }
      await client.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: parts },
        }),
      );
      return size;
    } catch (error) {
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
      throw error;
    }
  };
  return {
    title,
    async list() {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket,
            Prefix: lead,
            ...(token ? { ContinuationToken: token } : {}),
          }),
        ).catch((error) => {
          if (statusOf(error) === 404) return null;
          throw error;
        });
        for (const { Key } of page?.Contents ?? []) {
          const name = Key?.slice(lead.length);
          if (name && !name.includes("/")) names.push(name);
        }
        token = page?.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token);
      return names;
    },
    async write(name, stream) {
      const Key = lead + name;
      await ensureBucket();
      const isThere = await client.send(new HeadObjectCommand({ Bucket, Key })).then(
        () => true,
        (error) => {
          if (statusOf(error) === 404) return false;
          throw error;
        },
      );
      if (isThere) throw new BackupError(`${title}${name} is there already. Choose another name.`);
      const reader = new ByteReader(stream);
      try {
        const first = await reader.read(PART_BYTES);
        if (first.byteLength === PART_BYTES) return await uploadParts(Key, first, reader);
        await client.send(
          new PutObjectCommand({ Bucket, Key, Body: first, ContentLength: first.byteLength }),
        );
        return first.byteLength;
      } finally {
        await reader.cancel();
      }
    },
    read: (name) =>
      async function* () {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket, Key: lead + name }),
        ).catch((error) => {
          if (statusOf(error) === 404) throw new BackupError(`There is no ${title}${name}.`);
          throw error;
        });
        if (Body) yield* Body.transformToWebStream() as ReadableStream<Uint8Array>;
      },
    async remove(name) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: lead + name }));
    },
    close: () => client.destroy(),
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
