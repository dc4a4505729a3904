/** Names of the files that hold backups. */

/** What a backup was made for; part of its name. */
export type BackupKind = "manual" | "nightly" | "before_migration";

const LEADS: Readonly<Record<BackupKind, string>> = {
  manual: "blockbuilders",
  nightly: "blockbuilders-nightly",
  before_migration: "blockbuilders-before-migration",
};

const NAME =
  /^(blockbuilders(?:-nightly|-before-migration)?)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar\.gz(?:\.enc)?$/;

/** `blockbuilders-nightly-20260131T030000Z.tar.gz`, with `.enc` where it is encrypted. */
export function backupName(kind: BackupKind, atMs: number, isEncrypted: boolean): string {
  const stamp = new Date(atMs).toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${LEADS[kind]}-${stamp}Z.tar.gz${isEncrypted ? ".enc" : ""}`;
}

/** What a name says; `null` for a file that is none of these. */
export function readBackupName(
  name: string,
): { readonly kind: BackupKind; readonly atMs: number } | null {
  const [, lead, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  const kind = (Object.keys(LEADS) as BackupKind[]).find((one) => LEADS[one] === lead);
  if (kind === undefined) return null;
  const atMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return Number.isFinite(atMs) ? { kind, atMs } : null;
}
