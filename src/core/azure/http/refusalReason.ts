/**
 * Why Azure refused: the kinds of reasons that have different remedies.
 *
 * - `denyAssignment`: overrides every role (https://learn.microsoft.com/azure/role-based-access-control/deny-assignments);
 * - `policy`: an Azure Policy assignment, or Azure's own policy for a region;
 * - `lock`: a read-only lock refuses every POST, listing sessions too
 *   (https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources);
 * - `disabledSubscription`: it is read-only until it is enabled again;
 * - `otherTenant`: the token is of a tenant that the subscription no longer belongs to, or never did;
 * - `wrongAudience`: the token is for another resource manager, by the settings of a custom cloud;
 * - `missingRole`: no role of the account permits the action;
 * - `missingRoleOrOldToken`: the same, but Azure adds that the token may be older than the role.
 */
export type RefusalReason =
  | "denyAssignment"
  | "policy"
  | "lock"
  | "disabledSubscription"
  | "otherTenant"
  | "wrongAudience"
  | "missingRole"
  | "missingRoleOrOldToken";

/** What a refusal is told by. */
interface Refusal {
  readonly code?: string;
  readonly detailCodes?: readonly string[];
  readonly azureMessage?: string;
}

/** Codes that name the reason, in lower case. */
const BY_CODE = new Map<string, RefusalReason>([
  ["denyassignmentauthorizationfailed", "denyAssignment"],
  ["requestdisallowedbypolicy", "policy"],
  ["requestdisallowedbyazure", "policy"],
  ["scopelocked", "lock"],
  ["readonlydisabledsubscription", "disabledSubscription"],
  ["subscriptiondisabled", "disabledSubscription"],
  ["invalidauthenticationtokentenant", "otherTenant"],
  ["invalidauthenticationtokenaudience", "wrongAudience"],
]);

/** Azure's sentences, for providers that send a code of their own around them. Names are taken out before. */
const BY_SENTENCE: readonly (readonly [RegExp, RefusalReason])[] = [
  [/\baccess is denied because of the deny assignment\b/i, "denyAssignment"],
  [/\bdisallowed by (?:policy|azure)\b/i, "policy"],
  [/\bscope\(?s?\)? (?:is|are) locked\b/i, "lock"],
  [/\bsubscription(?: [\w'-]+)? is (?:currently )?disabled\b/i, "disabledSubscription"],
  [/\btoken is from the wrong issuer\b/i, "otherTenant"],
  [/\bwrong audience\b/i, "wrongAudience"],
];

const ROLE_CODES = new Set([
  "authorizationfailed",
  "linkedauthorizationfailed",
  "linkedaccesscheckfailed",
  "authorizationfailederror",
  "insufficientaccesserror",
]);
const ROLE_SENTENCE = /\bdoes not have (?:authorization|permission|access)\b/i;
/** The role is there, and what keeps it from counting is something else: another tenant, or a condition of the assignment. */
const OTHER_SENTENCE = /\bhas permission to perform\b(?!.*\bdoes not have permission\b)|\bcondition\b/is;
const OLD_TOKEN_SENTENCE = /\brefresh your credentials\b|\brecently (?:granted|assigned)\b/i;

/** The reason for a refusal, by its codes first; `undefined` where neither these nor Azure's sentence name one. */
export function refusalReason({ code, detailCodes = [], azureMessage = "" }: Refusal): RefusalReason | undefined {
  const codes = [code, ...detailCodes].flatMap((word) => word?.toLowerCase() ?? []);
  const named = codes.map((word) => BY_CODE.get(word)).find((reason) => reason !== undefined);
  if (named) {
    return named;
  }
  const sentence = withoutNames(azureMessage);
  const said = BY_SENTENCE.find(([pattern]) => pattern.test(sentence));
  if (said) {
    return said[1];
  }
  const isRole = codes.some((word) => ROLE_CODES.has(word)) || ROLE_SENTENCE.test(sentence);
  if (!isRole || OTHER_SENTENCE.test(sentence)) {
    return undefined;
  }
  return OLD_TOKEN_SENTENCE.test(sentence) ? "missingRoleOrOldToken" : "missingRole";
}

/** What Azure quotes are names that users chose, not Azure's words. */
function withoutNames(message: string): string {
  return message.slice(0, 4_000).replaceAll(/'.*?'(?=[\s,.;:)]|$)/gs, "''");
}
