/** What the native type checker is not told by the packages themselves. */

// The S3 stand-in of the tests ships no types.
declare module "s3rver";
// Styles are the build's: an island names the sheet that comes with it.
declare module "*.css";
