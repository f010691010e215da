import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Begins the certificate and the signature of every such URL, so that a test can search everything the product wrote for one. */
export const SIGNATURE_MARKER = "SIMULATED-AZURE-SIGNATURE";

/**
 * Signs the URLs of long-running operations as Azure does: a time, a long certificate, a signature and a hash, about
 * 3 kB in all and different in every answer. A URL in which anything was altered is refused.
 */
export class UrlSigner {
  readonly #key = randomBytes(32);

  /** The path and query, from `path` (with its api-version) and the time in milliseconds. */
  sign(path: string, apiVersion: string, now: number): string {
    // Azure counts ticks of 100 ns since the year 1.
    const ticks =
      (BigInt(Math.floor(now)) + 62_135_596_800_000n) * 10_000n + BigInt(randomBytes(2).readUInt16BE() % 10_000);
    const certificate = SIGNATURE_MARKER + randomBytes(1_960).toString("base64url");
    const unsigned = `${path}?api-version=${encodeURIComponent(apiVersion)}&t=${ticks}&c=${certificate}`;
    const signature = this.#signature(unsigned);
    return `${unsigned}&s=${signature}&h=${hash(signature)}`;
  }

  verify(pathAndQuery: string): boolean {
    const [, unsigned, signature, last] = /^(.*)&s=([\w-]+)&h=([\w-]+)$/.exec(pathAndQuery) ?? [];
    if (unsigned === undefined || signature === undefined || last !== hash(signature)) {
      return false;
    }
    const expected = Buffer.from(this.#signature(unsigned));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  #signature(text: string): string {
    const signature = createHash("sha256").update(this.#key).update(text).digest("base64url");
    // Long as an RSA signature is.
    return SIGNATURE_MARKER + signature.repeat(8);
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
