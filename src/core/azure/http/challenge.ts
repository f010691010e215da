/** Claims challenges: a 401 that wants a token with more in it (a second factor, a fresh sign-in). */

// One auth-param: name = "quoted, with \" escapes" or name = token.
const PARAMETER = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/;
const SCHEME = /^\s*([\w!#$%&'*+.^`|~-]+)(?=\s|,|$)(?!\s*=)/;

/**
 * The claims challenge that a `WWW-Authenticate` header holds, as a header with only that challenge; undefined where it
 * holds none that can be read.
 *
 * Azure writes the claims as base64 or base64url, says `invalid_token` or `insufficient_claims`, and may put other schemes
 * before or after, in the same header. The result has the one form that VS Code's sign-in reads with certainty: a single
 * Bearer challenge, claims in padded base64. A `scope` that the answer names is left out on purpose: VS Code would prefer
 * it to ours, and the server must not choose what the token is good for.
 */
export function claimsChallenge(header: string | undefined): string | undefined {
  for (const challenge of parseChallenges(header ?? "")) {
    const claims = challenge.scheme === "bearer" ? readClaims(challenge.parameters.get("claims")) : undefined;
    if (claims !== undefined) {
      const error =
        challenge.parameters.get("error") === "insufficient_claims" ? "insufficient_claims" : "invalid_token";
      return `Bearer error="${error}", claims="${Buffer.from(claims).toString("base64")}"`;
    }
  }
  return undefined;
}

/** The claims as JSON text. */
function readClaims(encoded: string | undefined): string | undefined {
  if (encoded === undefined) {
    return undefined;
  }
  // Node's decoder takes both alphabets, with padding or without.
  const claims = Buffer.from(encoded, "base64").toString("utf8");
  try {
    const parsed: unknown = JSON.parse(claims);
    return typeof parsed === "object" && parsed !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}

interface Challenge {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** RFC 9110, 11.6.1: challenges and their parameters are separated by commas alike; a word without `=` starts a challenge. */
function parseChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  let rest = header;
  while (rest.trim() !== "") {
    const parameter = PARAMETER.exec(rest);
    const scheme = parameter === null ? SCHEME.exec(rest) : null;
    if (parameter !== null) {
      const [, name = "", quoted, token = ""] = parameter;
      challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, "$1") ?? token);
    } else if (scheme !== null) {
      challenges.push({ scheme: (scheme[1] ?? "").toLowerCase(), parameters: new Map() });
    }
    // What is neither (a stray comma, a token68) is stepped over.
    const [taken] = parameter ?? scheme ?? /^\s*[^\s,]*[\s,]?/.exec(rest) ?? [rest];
    rest = rest.slice(Math.max(taken.length, 1));
  }
  return challenges;
}
