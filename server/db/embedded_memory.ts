/**
 * Start parameters of the embedded database that bound its memory. By itself it takes 128 MB for pages, and fills them as it
 * opens; the operating system keeps the files' pages as well, and candles are kept as columns elsewhere.
 */
export const MEMORY_PARAMS: readonly string[] = ["-c", "shared_buffers=24MB"];
