/** The web process: serves, and runs jobs too when there is no Redis to hand them to workers. */
import { JOIN_PATH, linkTo } from "../../contracts/account_links.ts";
import type { Config } from "../config/config.ts";
import { describeError } from "../logging/log.ts";
import { registerHourlyWatch } from "../market_data/cron.ts";
import { registerNightlyBackup } from "../backup/cron.ts";
import { registerDailySweep } from "../schedules/cron.ts";
import { openOperatorDoor, type OperatorDoor } from "../operator/door.ts";
import { OPERATOR_COMMANDS, OPERATOR_STREAMS } from "../operator/mod.ts";
import type { Services } from "../services.ts";
import { APP_VERSION } from "../config/version.ts";
import { importCandles, migrated, prepareDatabase, takeBackImports } from "./prepare.ts";
import { type StopRequest, untilAskedToStop } from "./signals.ts";
import { openServices, StartError } from "./start_error.ts";
import { logUncaught } from "./uncaught.ts";

/** How long runs may take to end after the process was asked to stop. */
const GRACE_MS = 5_000;
/** How long answers under way may take. */
const DRAIN_MS = 5_000;

/** Anything that answers requests: the app, as far as this room knows it. */
export interface WebApp {
  fetch(request: Request, env: { remoteAddr: Deno.Addr }): Response | Promise<Response>;
}

/**
 * Serves until SIGTERM or SIGINT.
 *
 * @throws {StartError} when the port or the data folder is taken, or a migration fails
 */
export async function runWeb(
  config: Config,
  createApp: (services: Services) => WebApp,
): Promise<void> {
  const stop = untilAskedToStop();
  const services = await openServices(config);
  const uncaught = logUncaught(services.log, Deno.exit, services.errorReports);
  let server: Deno.HttpServer | null = null;
  let door: OperatorDoor | null = null;
  let preparing: Promise<void> = Promise.resolve();
  try {
    // Waits for an unavailable database while the health page reports it; no request is served on an old schema.
    await services.flags.start();
    const ready = await migrated(services);
    if (ready) await takeBackImports(services);
    if (stop.signal.aborted) return;
    server = serve(config, createApp(services));
    const failed = Promise.withResolvers<never>();
    const address = addressOf(config, server);
    console.log(`Blockbuilders is at ${address}`);
    // The address that people open is known only where it is set.
    const origin = config.hosts === null ? address : config.publicUrl;
    preparing = prepare(services, stop, ready, origin, (opened) => door = opened)
      .catch(failed.reject);
    services.log.info("started", { version: APP_VERSION });
    await Promise.race([stop.asked, failed.promise]);
    services.log.info("asked to stop");
  } finally {
    services.announceClosing();
    await (door as OperatorDoor | null)?.close();
    if (server) await drain(server);
    await services.schedules.stop();
    await services.vendorWatch?.stop();
    services.metricSamples.stop();
    await services.desk.stop();
    await services.backups.stop();
    await services.runner.stop(GRACE_MS);
    await Promise.race([preparing, new Promise((resolve) => setTimeout(resolve, GRACE_MS))]);
    stop.dispose();
    uncaught.dispose();
    await services.close();
  }
}

async function prepare(
  services: Services,
  stop: StopRequest,
  ready: boolean,
  origin: string,
  keepDoor: (door: OperatorDoor) => void,
): Promise<void> {
  const { config, database, log, runner, accounts, schedules, desk, backups } = services;
  if (!ready) await prepareDatabase(services, stop.signal);
  if (stop.signal.aborted) return;
  if (database.kind === "pglite") {
    keepDoor(await openOperatorDoor({ services, origin }, OPERATOR_COMMANDS, OPERATOR_STREAMS));
  }
  await offerOwnership(services, origin);
  accounts.warmUp().catch((error) =>
    log.warn("no password thread", { error: describeError(error) })
  );
  // Runs wait until the candles are in, rather than fail for want of them.
  await importCandles(services, stop.signal);
  if (stop.signal.aborted) return;
  if (config.redisUrl === null) await runner.start({ alone: database.kind === "pglite" });
  if (stop.signal.aborted) return;
  schedules.start();
  services.vendorWatch?.start();
  services.metricSamples.start();
  desk.start();
  registerDailySweep({ schedules, minuteOfDay: config.autoUpdateMinute, log }, stop.signal);
  backups.start();
  if (config.backup.to !== null) {
    registerNightlyBackup({ backups, minuteOfDay: config.backup.minute, log }, stop.signal);
  }
  // With Redis the workers do.
  if (config.redisUrl === null) {
    registerHourlyWatch({ watch: services.marketWatch, log }, stop.signal);
  }
}

/**
 * Prints the link that makes the owner, while there is none. On standard output alone: whoever reads the log's files must not
 * become the owner.
 */
async function offerOwnership({ joining, log }: Services, origin: string): Promise<void> {
  try {
    const code = await joining.ownerCode();
    if (code === null) return;
    console.log(`Nobody owns this server yet. Open this link to become its owner:`);
    console.log(linkTo(origin, JOIN_PATH, code));
  } catch (error) {
    log.warn("the link to become the owner could not be made", { error: describeError(error) });
  }
}

function serve(config: Config, app: WebApp): Deno.HttpServer {
  const { port, host } = config;
  try {
    return Deno.serve(
      { port, hostname: host, onListen: () => {} },
      (request, { remoteAddr }) => app.fetch(request, { remoteAddr }),
    );
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new StartError(
        `Port ${port} is in use by another program. Stop that one, or choose another with PORT.`,
      );
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new StartError(`This user may not open port ${port}. Choose one above 1023 with PORT.`);
    }
    if (error instanceof Deno.errors.AddrNotAvailable) {
      throw new StartError(`HOST ${host} is not an address of this machine.`);
    }
    throw error;
  }
}

/** Lets answers end; connections that stay open (a browser's) are cut after a while. */
async function drain(server: Deno.HttpServer): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, DRAIN_MS));
  await Promise.race([server.shutdown(), late]);
  clearTimeout(timer);
}

function addressOf({ host }: Config, { addr }: Deno.HttpServer): string {
  const port = addr.transport === "tcp" ? addr.port : 0;
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
