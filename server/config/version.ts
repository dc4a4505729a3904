/** The app's version, as health and the API's description tell it. */
import manifest from "../../package.json" with { type: "json" };

export const APP_VERSION: string = manifest.version;
