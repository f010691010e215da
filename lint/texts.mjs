/**
 * Whatever the user reads goes through `l10n.t`, in a form that `npm run l10n` can find. A net with coarse meshes: it
 * knows the calls and properties by which texts reach VS Code. Tried in test/unit/project/texts.test.ts.
 */

/** Text: two letters in a row, as a literal or in a template. Ids, separators and icons alone are none. */
const TEXT =
  ":matches(Literal[value=/[a-z]{2}/i], TemplateLiteral:has(> TemplateElement[value.raw=/[a-z]{2}/i]), BinaryExpression[operator='+']:has(> Literal))";
const SHOWN = "/^(title|detail|placeHolder|placeholder|prompt|tooltip|description|label|message)$/";
/** Descriptions for translators, and an AzureError's detail, which is for the log. */
const NOT_SHOWN =
  ":not(CallExpression[callee.property.name='t'] > ObjectExpression > Property, NewExpression[callee.name='AzureError'] Property)";
const MESSAGE = "/^(show(Information|Warning|Error)Message|setStatusBarMessage)$/";
const plainString = "Only a plain string can be extracted for translation: use placeholders.";
const message = "What the user reads goes through l10n.t.";

/** Options of `no-restricted-syntax`: messages are shown by extension/ui/messages.ts, where nothing in them can act. */
export const inertMessages = {
  selector:
    "MemberExpression[property.name=/^(show(Information|Warning|Error)Message|showInputBox|createInputBox|withProgress|setStatusBarMessage)$/]",
  message: "Show this by extension/ui/messages.ts: together, the parts of a text may be a link.",
};

/** Options of `no-restricted-syntax`. */
export const texts = [
  {
    selector: `CallExpression:matches([callee.property.name=${MESSAGE}], [callee.name=${MESSAGE}]) > ${TEXT}.arguments`,
    message,
  },
  {
    selector: `NewExpression:matches([callee.name=/^(TreeItem|MarkdownString)$/], [callee.property.name=/^(TreeItem|MarkdownString)$/]) > ${TEXT}.arguments`,
    message,
  },
  { selector: `CallExpression[callee.property.name=/^append(Text|Markdown)$/] > ${TEXT}.arguments`, message },
  { selector: `Property[key.name=${SHOWN}]${NOT_SHOWN} > ${TEXT}.value`, message },
  { selector: `AssignmentExpression[left.property.name=${SHOWN}] > ${TEXT}.right`, message },
  {
    selector:
      "CallExpression:matches([callee.object.name='l10n'], [callee.object.property.name='l10n'])[callee.property.name='t'] > :not(Literal, ObjectExpression):first-child.arguments",
    message: plainString,
  },
  {
    selector: "CallExpression[callee.name=/^plural(Forms)?$/] > :not(Literal):first-child.arguments",
    message: plainString,
  },
];
