/** The flags of a process: an OpenFeature client on the file of flags, with the settings beneath it. */
import {
  type Client,
  NOOP_PROVIDER,
  OpenFeature,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
} from "@openfeature/server-sdk";
import type { SettingName } from "../config/settings.ts";
import type { Logger } from "../logging/log.ts";
import {
  type BooleanFlag,
  FLAG_NAMES,
  type FlagDefinition,
  type FlagName,
  FLAGS,
  type TextFlag,
} from "./definitions.ts";
import { FlagFile, type FlagFileState } from "./flag_file.ts";

/** How often the file is looked at. */
const LOOK_EVERY_MS = 2_000;

/** A flag as it stands. */
export interface FlagState extends Pick<FlagDefinition, "owner" | "removeBy" | "purpose"> {
  readonly name: FlagName;
  readonly value: boolean | string;
  /** Where the value comes from. */
  readonly source: "file" | "setting" | "default";
  /** Of `setting`: which. */
  readonly setting: SettingName | null;
}

export interface FlagsOptions {
  /** The file, and whether it may be missing. */
  readonly path: string;
  readonly isOptional: boolean;
  /** What settings say, where they do. */
  readonly settings: Readonly<Partial<Record<FlagName, boolean | string>>>;
  readonly log: Logger;
  readonly now: () => number;
}

export class Flags {
  readonly #file: FlagFile;
  readonly #settings: FlagsOptions["settings"];
  /** Each process of a test has flags of its own. */
  readonly #domain = `blockbuilders-${crypto.randomUUID()}`;
  readonly #client: Client;
  readonly #events = new OpenFeatureEventEmitter();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor({ settings, ...file }: FlagsOptions) {
    this.#settings = settings;
    this.#file = new FlagFile({
      ...file,
      onChange: (names) =>
        this.#events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...names] }),
    });
    OpenFeature.setProvider(this.#domain, this.#provider());
    this.#client = OpenFeature.getClient(this.#domain);
  }

  /** Reads the file, and goes on looking at it until it is closed. */
  async start(): Promise<void> {
    await this.#file.look();
    if (this.#timer !== null) return;
    this.#timer = setInterval(() => void this.#file.look(), LOOK_EVERY_MS);
    Deno.unrefTimer(Number(this.#timer));
  }

  /** Looks at the file now. */
  look(): Promise<void> {
    return this.#file.look();
  }

  isOn(name: BooleanFlag): Promise<boolean> {
    return this.#client.getBooleanValue(name, this.#beneath(name).value as boolean);
  }

  text(name: TextFlag): Promise<string> {
    return this.#client.getStringValue(name, this.#beneath(name).value as string);
  }

  /** The file, and every flag as it stands. */
  state(): { readonly file: FlagFileState; readonly flags: readonly FlagState[] } {
    return {
      file: this.#file.state,
      flags: FLAG_NAMES.map((name) => {
        const { owner, removeBy, purpose }: FlagDefinition = FLAGS[name];
        return { name, owner, removeBy, purpose, ...this.#stands(name) };
      }),
    };
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await OpenFeature.setProviderAndWait(this.#domain, NOOP_PROVIDER);
  }

  #stands(name: FlagName): Pick<FlagState, "value" | "source" | "setting"> {
    const value = this.#file.state.values[name];
    return value === undefined ? this.#beneath(name) : { value, source: "file", setting: null };
  }

  /** What counts where the file says nothing. */
  #beneath(name: FlagName): Pick<FlagState, "value" | "source" | "setting"> {
    const { default: fallback, setting }: FlagDefinition = FLAGS[name];
    const value = this.#settings[name];
    return value === undefined || value === fallback
      ? { value: fallback, source: "default", setting: null }
      : { value, source: "setting", setting: setting ?? null };
  }

  #provider(): Provider {
    const resolve = <T>(name: string): Promise<ResolutionDetails<T>> => {
      const { value, source } = this.#stands(name as FlagName);
      return Promise.resolve({
        value: value as T,
        reason: source === "file" ? "STATIC" : "DEFAULT",
      });
    };
    const none = <T>(value: T) => Promise.resolve({ value, reason: "DEFAULT" });
    return {
      metadata: { name: "file of flags" },
      runsOn: "server",
      events: this.#events,
      resolveBooleanEvaluation: (name) => resolve<boolean>(name),
      resolveStringEvaluation: (name) => resolve<string>(name),
      // There is no such flag.
      resolveNumberEvaluation: (_, value) => none(value),
      resolveObjectEvaluation: (_, value) => none(value),
    };
  }
}
