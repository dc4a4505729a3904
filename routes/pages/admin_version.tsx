/** Which version runs, on what, and what changed in it. */
import { VersionPanel } from "../../features/admin/VersionPanel.tsx";
import { readChanges } from "../../server/config/changelog.ts";
import { APP_VERSION } from "../../server/config/version.ts";
import type { AdminPanel } from "./admin_panel.ts";

const DATABASES = { pglite: "Embedded (PGlite)", postgres: "PostgreSQL" } as const;

export const versionPanel: AdminPanel = {
  id: "version",
  title: "Version",
  show: async (c) => {
    const { config, database, flags, outbox } = c.get("services");
    return {
      content: (
        <VersionPanel
          facts={[
            { name: "Version", value: APP_VERSION },
            { name: "Deno", value: Deno.version.deno },
            { name: "Database", value: DATABASES[database.kind] },
            { name: "Queue", value: config.redisUrl === null ? "Embedded" : "Redis" },
            { name: "Storage", value: config.s3 === null ? "Folder" : "S3" },
            { name: "Mail", value: outbox.isOn ? "SMTP" : "Off" },
            {
              name: "Sign-up",
              value: await flags.isOn("signup_open") ? "Open" : "By invitation",
            },
          ]}
          changes={await readChanges()}
        />
      ),
    };
  },
};
