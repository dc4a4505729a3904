/** The app's version, as in health and the API's description. */
import manifest from "../../package.json" with { type: "json" };

export const APP_VERSION: string = manifest.version;
