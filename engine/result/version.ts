/** Raised by every change that alters any result; a run carries it. */
export const ENGINE_VERSION = "1.4.0";
