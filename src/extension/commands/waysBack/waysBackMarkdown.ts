import { l10n } from "vscode";
import { linkSupport } from "../../../core/model/linkSupport.ts";
import { markdownCode, markdownText } from "../../../core/text/markdown.ts";
import { formatNumber, unknown } from "../../../words/format.ts";
import { linkSupportText } from "../../../words/sessionText.ts";
import type { WaysBack } from "./waysBack.ts";

/** Hosts, machines, accounts or people that a list names; the rest is counted. The table above has all. */
const NAMED = 20;

/**
 * The section of a disconnect's details on how its users could connect again. Names are text in it; its only links are to
 * the Azure portal, and a command is named, not linked: rendered Markdown runs none.
 */
export function waysBackMarkdown(ways: WaysBack, level: string): string {
  return [
    `${level} ${l10n.t("Ways back")}`,
    "",
    l10n.t(
      "Disconnecting doesn't lock users out. Nothing here was done or checked; follow the links to close what you want to close.",
    ),
    "",
    ...linkLines(ways),
    ...accountLines(ways),
    ...accessLines(ways),
    ...peopleLines(ways),
    `- **${l10n.t("Their return")}**: ${l10n.t("Tell Me If They Return… in this editor's title watches for the time that you choose.")}`,
    "",
  ].join("\n");
}

function linkLines({ hosts }: WaysBack): readonly string[] {
  const about = hosts.some(({ host }) => host?.shareableLink === true)
    ? l10n.t(
        "With a link and an account of the VM, a person connects without signing in to Azure. Review Shareable Links… in this editor's title asks Azure for the links, which Azure logs.",
      )
    : l10n.t("With a link and an account of the VM, a person connects without signing in to Azure.");
  return [
    `- **${l10n.t("Shareable links")}**: ${about}`,
    ...listOf(hosts, ({ name, host }) => l10n.t("{0}: {1}", named(name), host ? linkSupportText(host) : unknown())),
  ];
}

function accountLines({ accounts }: WaysBack): readonly string[] {
  const about = l10n.t(
    "Passwords and SSH keys of accounts on the VMs still work. Bastion Sessions can't change them; do that on the VM.",
  );
  return [
    `- **${l10n.t("Accounts")}**: ${about}`,
    ...listOf(accounts, ({ userName, machine }) => l10n.t("{0} on {1}", named(userName), named(machine))),
  ];
}

function accessLines({ hosts, machines }: WaysBack): readonly string[] {
  const about = l10n.t(
    "Role assignments let people connect. Access control (IAM) in the Azure portal shows who has which role:",
  );
  return [
    `- **${l10n.t("Role assignments")}**: ${about}`,
    ...listOf([...hosts, ...machines], ({ name, accessUrl }) => linked(named(name), accessUrl)),
  ];
}

function peopleLines({ people }: WaysBack): readonly string[] {
  const about = l10n.t(
    "In Microsoft Entra ID, search for the person and select Revoke sessions. Access that was already granted can last for about an hour.",
  );
  return people.length === 0
    ? []
    : [
        `- **${l10n.t("Sign-ins")}**: ${about}`,
        ...listOf(people, ({ person, isExact, usersUrl }) => {
          const name = isExact ? markdownCode(person) : l10n.t("probably {0}", markdownCode(person));
          return usersUrl === undefined ? name : `${name}: ${linked(l10n.t("Users in the Azure portal"), usersUrl)}`;
        }),
      ];
}

function listOf<T>(items: readonly T[], line: (item: T) => string): readonly string[] {
  const rest = items.length - NAMED;
  return [
    ...items.slice(0, NAMED).map((item) => `  - ${line(item)}`),
    ...(rest > 0 ? [`  - ${l10n.t("{0} more", formatNumber(rest))}`] : []),
  ];
}

/** A name from Azure as Markdown that only shows it. */
function named(name: string | undefined): string {
  const text = markdownText(name ?? "").trim();
  return text === "" ? unknown() : text;
}

/** @param text as Markdown */
function linked(text: string, url: string | undefined): string {
  return url === undefined ? text : `[${text}](<${url}>)`;
}

/** Whether shareable links are possible on one of the hosts. */
export function hasPossibleLinks({ hosts }: WaysBack): boolean {
  return hosts.some(({ host }) => host !== undefined && linkSupport(host) === "possible");
}
