/** The devices that are logged in, and logging them out. */
import type { Session } from "../../contracts/users.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { Time } from "../../ui/Time.tsx";
import { Done, Section } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";

export function Devices(
  { sessions, saved }: { readonly sessions: readonly Session[]; readonly saved: string | null },
) {
  return (
    <Section
      id="devices"
      lead="Where you are logged in. Don’t recognise one? Log it out and change your password."
    >
      <ul class={settingsStyles.rows}>
        {sessions.map((session) => <Device key={session.id} {...session} />)}
      </ul>
      <div class={settingsStyles.save}>
        {sessions.length > 1 && (
          <form method="post" action="/settings/devices/others#devices">
            <Button type="submit">Log out all other devices</Button>
          </form>
        )}
        {saved === "device" && <Done>Logged out.</Done>}
        {saved === "devices" && <Done>All other devices are logged out.</Done>}
      </div>
    </Section>
  );
}

function Device({ id, device, created_at, last_seen_at, current }: Session) {
  return (
    <li class={settingsStyles.row}>
      <Icon name={STILL_ICONS.monitor} size={20} />
      <div class={settingsStyles.rowWords}>
        <p>
          <strong>{device}</strong> {current && <Badge tone="accent">This device</Badge>}
        </p>
        <p class={fieldStyles.hint}>
          {current ? "In use now" : (
            <>
              Last seen <Time at={last_seen_at} />
            </>
          )}, logged in since <Time at={created_at} dateOnly />
        </p>
      </div>
      {!current && (
        <form method="post" action="/settings/devices/end#devices">
          <input type="hidden" name="id" value={id} />
          <Button type="submit" size="sm" aria-label={`Log out ${device}`}>Log out</Button>
        </form>
      )}
    </li>
  );
}
