/**
 * Keeps the URLs of shareable links out of texts that come from Azure. Such a URL is a credential: with it and an
 * account of the VM, a person connects without signing in to Azure, until the link is deleted.
 */

/** Stands where a URL was. */
const REMOVED = "[URL removed]";

/** A URL has no space, quotation mark or angle bracket in it, and Azure quotes texts in the latter two. */
const RUN = /[^\s"'<>`]+/g;

/**
 * Part of every such URL: `https://bst-{guid}.bastion.azure.com/api/shareable-url/{token}`, also in other clouds, without its
 * scheme, percent-encoded, or with the slashes of JSON.
 */
const OF_LINK = /shareable-?url|\bbst-[0-9a-f-]{32,40}\.|\.bastion\.azure\b/i;

const OF_URL = /:\/\/|:\\\/\\\/|%3a%2f%2f|\bwww\./i;

/** The text without URLs of shareable links. */
export function withoutLinkUrls(text: string): string {
  return text.replaceAll(RUN, (run) => (OF_LINK.test(run) ? REMOVED : run));
}

/** The text without any URL, for what comes from a call that is about shareable links. */
export function withoutUrls(text: string): string {
  return text.replaceAll(RUN, (run) => (holdsUrl(run) ? REMOVED : run));
}

/** Whether a text holds any URL, or something that could be part of a link's. */
export function holdsUrl(text: string): boolean {
  return OF_URL.test(text) || OF_LINK.test(text);
}
