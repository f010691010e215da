/**
 * Text from Azure made fit to be shown. User and machine names come from outside and may hold anything: line breaks that
 * would fake a second row, right-to-left overrides that would turn a name around, escape codes, thousands of characters.
 * What a character would do is taken away and a mark left in its place, so that nothing is hidden either.
 */

/** Shown in place of a character that must not act: U+FFFD. */
const MARK = "\uFFFD";

// Controls (Cc), line and paragraph separators (Zl, Zp), lone surrogates (Cs), the invisible format characters (Cf), among
// them every bidirectional control, and everything else that isn't drawn, such as fillers and variation selectors, in which
// whole sentences can be hidden. Only U+200D and U+FE0E/F stay: emoji are joined and chosen with them.
const ACTING = /(?!\u200D|\uFE0E|\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * One line of harmless text.
 * @param maxLength in characters; what is longer ends in an ellipsis.
 */
export function plainText(value: string, maxLength = 200): string {
  // Cut first, so that a hostile length costs nothing; by code points, of one or two units each, so that no emoji is torn.
  const points = Array.from(value.slice(0, maxLength * 2 + 1));
  const cut = points.length > maxLength ? `${points.slice(0, maxLength - 1).join("")}…` : value;
  return cut.replace(ACTING, MARK);
}

/**
 * A message, or a part of one, in which nothing acts: VS Code turns `[text](command:…)` into links and `$(name)` into icons,
 * so the brackets are moved apart. Done to a finished message too, since its parts may only make a link together.
 */
export function inertMessage(text: string): string {
  return text.replaceAll("](", "] (").replaceAll("$(", "$ (");
}

/** {@link plainText} for messages, modals and quick picks. */
export function messageText(value: string, maxLength = 200): string {
  return inertMessage(plainText(value, maxLength));
}
