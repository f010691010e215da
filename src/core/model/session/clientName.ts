/** What marks a browser in its user agent: others name themselves too, so the order counts. */
const BROWSERS = [
  ["Edge", /\bedg(?:e|a|ios)?\//iu],
  ["Opera", /\bopr\//iu],
  ["Firefox", /\b(?:firefox|fxios)\//iu],
  ["Chrome", /\b(?:chrome|crios|chromium)\//iu],
  ["Safari", /\bsafari\//iu],
] as const;

/**
 * The short name of a client by its user agent, which is text that the client wrote: a browser's, or the first word of any
 * other, such as `AZURECLI/2.80.0`.
 */
export function clientName(userAgent: string | undefined): string | undefined {
  const text = userAgent?.trim() ?? "";
  const browser = BROWSERS.find(([, mark]) => mark.test(text))?.[0];
  return browser ?? (text === "" ? undefined : text.split(/\s/u, 1).join(""));
}
