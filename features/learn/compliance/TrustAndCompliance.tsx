/** What is stored, where, for how long and who sees it, and what the product is not. What differs between servers is read from this one. */
import { DISCLOSURE } from "../../../text/disclosure.ts";
import { LEARN_TESTS } from "../../../text/robustness/test_words.ts";
import linkStyles from "../../../ui/link.module.css.ts";
import { ReadingPage, type ReadingSection } from "../ReadingPage.tsx";

/** What this server does, by its settings. */
export interface ServerFacts {
  /** Whether everything is in one folder of one machine. */
  readonly embedded: boolean;
  readonly sendsMail: boolean;
  readonly nightlyBackups: boolean;
  readonly sessionDays: number;
  readonly deviceDays: number;
  /** How long the log's files are kept, `null` = the server only prints its log. */
  readonly logDays: number | null;
  /** Names of the vendors that candles come from. */
  readonly vendors: readonly string[];
  /** Daily results of a strategy that are kept whole. */
  readonly dailyResults: number;
  readonly sellsPlans: boolean;
  /** Whether accounts may have notices sent to a webhook of theirs. */
  readonly sendsWebhooks: boolean;
  /** Whether orders of a follow may go to a paper account of the operator. */
  readonly paperAccount: boolean;
  /** Whether durations and errors of the server go to another program, without anything personal. */
  readonly reports: boolean;
}

export function TrustAndCompliance(facts: ServerFacts) {
  return (
    <ReadingPage
      title="Trust & compliance"
      lead={
        <>
          What this server stores about you, where, for how long and who can see it, and what
          Blockbuilders is not. {DISCLOSURE}
        </>
      }
      sections={sectionsOf(facts)}
    />
  );
}

function sectionsOf(facts: ServerFacts): readonly ReadingSection[] {
  const link = linkStyles.link;
  return [
    {
      id: "not",
      title: "What it is not",
      body: (
        <>
          <p>
            Blockbuilders is a tool for testing ideas on past prices. It is not a broker, an adviser
            or a signal service: it places no orders, holds no money, connects to no account of
            yours at an exchange, and recommends nothing.
          </p>
          <p>
            Every result is hypothetical. A backtest knows the past that it was built on; real
            trades meet other prices, delays and costs, and the future may be different. A strategy
            that did well here can lose all of your money.
          </p>
          <p>
            The paper desk and track records use prices that came after a strategy was locked, and
            still no real orders. <a class={link} href="/how-backtests-work">How backtests work</a>
            {" "}
            has the rules of fills, stops and costs;{" "}
            <a class={link} href={LEARN_TESTS}>How far to trust it</a>{" "}
            has the tests that look for luck.
          </p>
        </>
      ),
    },
    {
      id: "stored",
      title: "What is stored",
      body: (
        <>
          <p>
            Your account: email, a hash of your password (argon2id; the password itself is stored
            nowhere), your settings, and how far you got with the first steps.
          </p>
          <p>
            Your work: strategies with all of their saved versions, backtests with results and
            notes, track records, what you follow on the paper desk, and candles that you imported.
          </p>
          <p>
            Your devices: for each log-in the browser's name, when it was last used, and a hash of
            the cookie. Hashes of API keys and recovery codes; the secret of two-step log-in
            encrypted.
          </p>
          <p>
            The log: what was asked of the server, with address and account number, never with your
            email, passwords or strategies. An audit log of changes to accounts.
          </p>
          <p>
            In your browser: four cookies (session, known device, theme, time zone), edits that are
            not saved yet, and what you build without an account. No cookie of others, no tracking,
            no advertising, and nothing is loaded from other sites.
          </p>
        </>
      ),
    },
    {
      id: "where",
      title: "Where",
      body: (
        <>
          <p>
            {facts.embedded
              ? "On one machine, in one folder, by whoever runs this server."
              : "In the database, queue and file storage of whoever runs this server."}{" "}
            {facts.nightlyBackups
              ? "A backup is made every night, and the last 7 days and 4 weeks of them are kept."
              : "No nightly backup is set up here."}
          </p>
          <p>
            Candles are asked for at{" "}
            {facts.vendors.join(", ")}: these see the address of this server and which market is
            asked for, nothing of you. {facts.sendsMail
              ? "Mails to you go through the mail server that whoever runs this server has chosen."
              : "This server sends no mail."}
          </p>
          <p>
            {othersOf(facts).length === 0
              ? "Nothing of yours is sent to anybody else."
              : "Beside that nothing of yours is sent to others, except:"}
          </p>
          {othersOf(facts).length > 0 && (
            <ul>{othersOf(facts).map((text) => <li key={text}>{text}</li>)}</ul>
          )}
        </>
      ),
    },
    {
      id: "how-long",
      title: "For how long",
      body: (
        <>
          <p>
            Account and work: until you delete them. Archived strategies stay. Of the daily results
            of a strategy the newest {facts.dailyResults}{" "}
            are kept whole, of older ones the figures; a track record stays whole.
          </p>
          <p>
            When you delete your account, everything that belongs to it is deleted at once; results
            in the file storage as soon as it answers. Backups still have it until they are replaced
            {facts.nightlyBackups ? ", at most 4 weeks later" : ""}.
          </p>
          <p>
            A session ends {facts.sessionDays} days after its last use, a known device after{" "}
            {facts.deviceDays} days. Links that are mailed work for 30 minutes.
          </p>
          <p>
            {facts.logDays === null
              ? "The log is printed; how long it is kept is up to whoever runs this server."
              : `The log is kept for ${facts.logDays} days.`}{" "}
            The audit log stays, with account numbers alone: no email outlives its account there.
          </p>
        </>
      ),
    },
    {
      id: "who",
      title: "Who sees it",
      body: (
        <>
          <p>
            Strategies, results and imported candles are yours alone: no other account can open
            them, and no page of the operators shows them. Operators see emails, when an account was
            made and last used, how much it uses, and its jobs. They count how many accounts got to
            a first result, a first comparison and a first daily update, by week of sign-up, without
            names.
          </p>
          <p>
            Whoever has the machine itself can read its database and backups, as with every server.
          </p>
        </>
      ),
    },
    {
      id: "yours",
      title: "Your rights",
      body: (
        <>
          <p>
            Under <a class={link} href="/settings">Settings</a>{" "}
            you download everything as JSON and CSV, change your email and password, end sessions,
            and delete the account. Nobody has to be asked for that.
          </p>
          <p>
            Results can be checked: a run says which version of the engine, which candles and which
            costs it had, and your browser computes it again and compares.
          </p>
        </>
      ),
    },
    {
      id: "data",
      title: "Prices and licences",
      body: (
        <p>
          Candles belong to the vendor that is named beside each market and result, with its licence
          where it has one. Gaps are shown and never filled; a candle that a vendor changes later is
          marked on every result that used it. DEMO/USDT is made up by a formula. What came in late
          or not at all is on the <a class={link} href="/status">status page</a>.
        </p>
      ),
    },
  ];
}

/** Who else gets to know something, by the settings of this server. */
function othersOf(facts: ServerFacts): string[] {
  const others: string[] = [];
  if (facts.sellsPlans) {
    others.push(
      "If you buy a plan: Stripe gets your email and takes the payment. Your card never comes here.",
    );
  }
  if (facts.sendsWebhooks) {
    others.push("If you set up a webhook: your notices go to the address that you gave.");
  }
  if (facts.paperAccount) {
    others.push(
      "If you let a follow trade in the paper account: its orders go to Interactive Brokers, without your name.",
    );
  }
  if (facts.reports) {
    others.push(
      "How long requests take and errors of the program go to a program that watches this server, without emails, addresses of pages or strategies.",
    );
  }
  return others;
}
