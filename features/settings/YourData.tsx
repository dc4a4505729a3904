/** What the account stores: the export, and imported candles with their deletion. */
import { apiAddress } from "../../contracts/client/api_client.ts";
import type { CandleImport } from "../../contracts/markets.ts";
import { DeleteImport } from "../../components/imports/DeleteImport.tsx";
import { number, period } from "../../text/format.ts";
import { ButtonLink } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Done, Section } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";

export function YourData(
  { imports, saved }: { readonly imports: readonly CandleImport[]; readonly saved: boolean },
) {
  return (
    <Section
      id="data"
      lead="One ZIP file with JSON and CSV: your profile, every version of every strategy, all backtests with trades and curves, and your imported candles."
    >
      <div class={settingsStyles.save}>
        <ButtonLink icon="download" href={apiAddress("GET /users/me/export")} download>
          Export everything
        </ButtonLink>
      </div>
      {imports.length > 0 && (
        <>
          <h3>Imported candles</h3>
          <ul class={settingsStyles.rows}>
            {imports.map((one) => (
              <Import key={`${one.name} ${one.asset} ${one.timeframe}`} of={one} />
            ))}
          </ul>
        </>
      )}
      {saved && <Done>Import deleted.</Done>}
    </Section>
  );
}

function Import({ of }: { readonly of: CandleImport }) {
  const { asset, timeframe, name, candles, first_time, to_time } = of;
  return (
    <li class={settingsStyles.row}>
      <Icon name="bars" size={20} />
      <div class={settingsStyles.rowWords}>
        <p>
          <strong>{name}</strong> · {asset} · {timeframe}
        </p>
        <p class={fieldStyles.hint}>
          {number(candles)} candles, {period(first_time, to_time)}
        </p>
      </div>
      <DeleteImport of={of} action="/settings/imports/delete#data" />
    </li>
  );
}
