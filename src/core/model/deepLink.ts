/**
 * Deep links: addresses of what this extension shows, such as `vscode://bastion-sessions.bastion-sessions/host?host=…`.
 * They name a place by IDs and have no names in them. A deep link only leads somewhere; it never stands for doing something.
 */
import { armKey, parseBastionHostId, parseDirectoryId, resourceKey, type ArmKey } from "./armId.ts";
import { parseHostArgument } from "./hostArgument.ts";

/** What a place is named by. */
interface Parameters {
  /** A bastion host. */
  readonly host?: ArmKey;
  /** The ID of a session of that host. */
  readonly session?: string;
  /** In lower case. */
  readonly subscription?: string;
  /** A target VM's resource. */
  readonly target?: ArmKey;
  /** An entry of the journal. */
  readonly entry?: string;
  /** The tenant of the host, the subscription or the target VM, in lower case. */
  readonly tenant?: string;
}

type Name = keyof Parameters;

/** Which parameters each place takes together; the tenant may always stand beside an ID of Azure's. */
const PLACES = {
  host: [["host"]],
  session: [["host", "session"]],
  find: [[], ["target"]],
  table: [[], ["host"], ["subscription"]],
  history: [[], ["host"], ["host", "session"]],
  doctor: [[], ["host"]],
  journal: [[], ["entry"]],
} as const satisfies Readonly<Record<string, readonly (readonly Name[])[]>>;

/** Where a deep link leads. */
export interface DeepLink extends Parameters {
  readonly place: keyof typeof PLACES;
}

/** The parts of a URI, decoded once, as VS Code hands it over. */
export interface UriParts {
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** By this, VS Code finds the extension. */
const AUTHORITY = "bastion-sessions.bastion-sessions";

/** Longer than any link of ours. */
const LONGEST = 8_000;

/** Their values as written in a link, in the order in which they are written. None of them has a percent sign. */
const PARSERS: { readonly [N in Name]: (text: string) => Parameters[N] } = {
  host: (text) => (parseBastionHostId(text) ? armKey(text) : undefined),
  session: sessionOf,
  subscription: parseDirectoryId,
  target: resourceKey,
  entry: (text) => (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text) ? text.toLowerCase() : undefined),
  tenant: parseDirectoryId,
};

const NAMES = Object.keys(PARSERS) as readonly Name[];

/** Reads a deep link strictly; `undefined` for anything that is not exactly one, such as a parameter too many. Never throws. */
export function parseDeepLink({ path, query, fragment }: UriParts): DeepLink | undefined {
  const place = path.slice(1);
  if (path.length + query.length > LONGEST || !path.startsWith("/") || fragment !== "" || !isPlace(place)) {
    return undefined;
  }
  const given = query === "" ? [] : query.split("&").map((part) => /^([a-z]+)=(.+)$/su.exec(part) ?? []);
  const parameters: Partial<Record<Name, string>> = {};
  for (const [, name = "", text = ""] of given) {
    const known = NAMES.find((one) => one === name);
    const value = known && PARSERS[known](text);
    if (!known || value === undefined || known in parameters) {
      return undefined;
    }
    parameters[known] = value;
  }
  const link = { place, ...parameters } as DeepLink;
  return isWhole(link) ? link : undefined;
}

/**
 * A deep link as text; the opposite of {@link parseDeepLink}.
 * @param scheme of the user's own VS Code, such as `vscode-insiders`
 * @returns `undefined` for a place that no link can name, such as a session without an ID
 */
export function formatDeepLink(scheme: string, link: DeepLink): string | undefined {
  const words = NAMES.flatMap((name): (readonly [Name, string])[] => {
    const value = link[name];
    return value === undefined ? [] : [[name, name === "session" ? sessionWord(value) : value]];
  });
  const path = `/${link.place}`;
  const parsed = parseDeepLink({ path, query: words.map((word) => word.join("=")).join("&"), fragment: "" });
  const isSame = parsed !== undefined && NAMES.every((name) => parsed[name] === link[name]);
  const query = words.map(([name, word]) => `${name}=${encoded(word)}`).join("&");
  return isSame ? `${scheme}://${AUTHORITY}${path}${query === "" ? "" : `?${query}`}` : undefined;
}

function isPlace(text: string): text is DeepLink["place"] {
  return Object.hasOwn(PLACES, text);
}

/** Whether a place has the parameters that it takes together. */
function isWhole({ place, tenant, ...link }: DeepLink): boolean {
  const names = NAMES.filter((name) => name in link).join(" ");
  const isTaken = PLACES[place].some((taken) => taken.join(" ") === names);
  const { host, session } = link;
  const isArgument = host === undefined || parseHostArgument({ hostId: host, sessionIds: session && [session] });
  return isTaken && isArgument !== undefined && (tenant === undefined || (names !== "" && place !== "journal"));
}

/**
 * Azure may use any characters in a session's ID, and VS Code decodes a query before it is taken apart. So an ID with other
 * characters than these is in a link as base64.
 */
const PLAIN_SESSION = /^[\w.:-]+$/u;

function sessionWord(id: string): string {
  return PLAIN_SESSION.test(id) ? id : `~${Buffer.from(id, "utf8").toString("base64url")}`;
}

function sessionOf(word: string): string | undefined {
  const id = word.startsWith("~") ? Buffer.from(word.slice(1), "base64url").toString("utf8") : word;
  return sessionWord(id) === word ? id : undefined;
}

/** Safe in a query, in Markdown, and where a program looks for the end of a link. Slashes stay readable. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/");
}
