import type { Fault } from "../faults/faults.ts";
import type { Answer } from "../http/wire.ts";
import { armError } from "../http/wire.ts";

type ClaimsChallenge = Extract<Fault, { kind: "claimsChallenge" }>;

/** The claims challenges that were sent, so that a token request that answers one can be told from one that made it up. */
export class Challenges {
  readonly #sent = new Map<string, ClaimsChallenge>();

  /** The claims that a fault asks for: always the same for one behaviour. */
  claims(behaviourId: number): string {
    // The odd characters make base64 and base64url differ: they come out as + and /.
    return JSON.stringify({
      access_token: {
        nbf: { essential: true, value: "1772442000" },
        acrs: { essential: true, value: `c${behaviourId} >>>???~~~` },
      },
    });
  }

  /** 401 in the form that the fault asks for. */
  answer(fault: ClaimsChallenge, behaviourId: number, signInUrl: string): Answer {
    const json = this.claims(behaviourId);
    this.#sent.set(json, fault);
    const claims = Buffer.from(json).toString(fault.encoding ?? "base64");
    const challenge = {
      invalidToken: `Bearer authorization_uri="${signInUrl}", error="invalid_token", error_description="User session has been revoked", claims="${claims}"`,
      insufficientClaims: `Bearer realm="", authorization_uri="${signInUrl}", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="${claims}"`,
      twoSchemes: `Bearer realm="", authorization_uri="${signInUrl}", error="insufficient_claims", claims="${claims}", PoP realm="", authorization_uri="${signInUrl}", error="insufficient_claims", claims="${claims}"`,
    }[fault.form ?? "invalidToken"];
    return armError(
      401,
      "InvalidAuthenticationToken",
      "The access token has been revoked or does not satisfy the claims that are required.",
      {
        headers: { "WWW-Authenticate": challenge },
      },
    );
  }

  /**
   * What a token request answers: the claims, and whether a silent request may have them. `text` is the
   * WWW-Authenticate header, or the bare claims, encoded or not. `undefined` where no such challenge was ever sent.
   */
  read(text: string): { readonly claims: string; readonly silent: boolean } | undefined {
    const encoded = /claims="([^"]+)"/.exec(text)?.[1] ?? text;
    const candidates = [encoded, Buffer.from(encoded, "base64").toString()];
    const claims = candidates.find((candidate) => this.#sent.has(candidate));
    return claims === undefined ? undefined : { claims, silent: this.#sent.get(claims)?.silent ?? false };
  }
}
