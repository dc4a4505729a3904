/** The S3 stand-in as a process of its own. Arguments: port, folder. */
import S3rver from "s3rver";

const [port = "0", directory = ""] = Deno.args;
await new S3rver({ port: Number(port), address: "127.0.0.1", directory, silent: true }).run();
