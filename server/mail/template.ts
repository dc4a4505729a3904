/** From a few sentences to a mail: the same words as plain text and as plain HTML. */
import type { Mail } from "./mailer.ts";

export interface MailWords {
  readonly subject: string;
  /** A sentence or two each. */
  readonly paragraphs: readonly string[];
  /** What to press, after the first paragraph. */
  readonly link?: { readonly label: string; readonly href: string };
}

/** Who sent it, and that it needs no answer. */
const CLOSING = "Blockbuilders. This mail was sent by a program; answers are not read.";

/** The mail for `to`. */
export function writeMail(to: string, { subject, paragraphs, link }: MailWords): Mail {
  const [first = "", ...rest] = paragraphs;
  const text = [
    first,
    ...(link ? [`${link.label}:\n${link.href}`] : []),
    ...rest,
    `-- \n${CLOSING}`,
  ]
    .join("\n\n");
  const html = [
    `<p>${escaped(first)}</p>`,
    ...(link
      ? [
        `<p><a href="${escaped(link.href)}">${escaped(link.label)}</a></p>`,
        `<p style="color:#566173">Or open this address: ${escaped(link.href)}</p>`,
      ]
      : []),
    ...rest.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    `<p style="color:#566173">${escaped(CLOSING)}</p>`,
  ].join("\n");
  return {
    to,
    subject,
    text,
    html:
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(subject)}</title>` +
      `<body style="font-family:sans-serif;font-size:15px;line-height:22px;color:#151a23">\n` +
      `${html}\n</body></html>`,
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
