/** What a process does until it is killed. */
export type Killed =
  | {
    readonly kind: "import";
    readonly userId: string;
    readonly series: { readonly asset: string; readonly timeframe: string; readonly name: string };
    /** Path of the file. */
    readonly file: string;
  }
  | {
    readonly kind: "fetch";
    readonly range: {
      readonly asset: string;
      readonly timeframe: string;
      readonly fromMs: number;
      readonly toMs: number;
    };
  };
