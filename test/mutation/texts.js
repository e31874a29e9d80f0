const { declareValuePlugin, PluginKind } = require('@stryker-mutator/api/plugin');

/**
 * Leaves out texts for people, which decide nothing: descriptions and Sids, separators of lists, and what explains an error or warning.
 *
 * What users rely on is no part of it: the first text of an error (prop and rule), whatever has a value in it, and ids of warnings.
 */
const PROPERTIES = ['description', 'sid'];
/** The calls that take such a text, and the first argument that is one. */
const CALLS = {
  addInfo: 0,
  addInfoV2: 1,
  addWarningV2: 1,
  relaxes: 2,
  requireKnown: 3,
  addIngressRule: 2,
  addEgressRule: 2,
  customerManagedKey: 2,
};
const ERRORS = ['reject', 'Error'];

const isText = ({ type, expressions }) => type === 'StringLiteral' || (type === 'TemplateLiteral' && expressions.length === 0);
const nameOf = ({ callee }) => callee?.property?.name ?? callee?.name;

/** The argument that the text is a part of, and whether it begins with it. */
function argument(path) {
  let [whole, isFirst] = [path, true];
  while (whole.parent.type === 'BinaryExpression') {
    isFirst &&= whole.parent.left === whole.node;
    whole = whole.parentPath;
  }
  return { call: whole.parent, index: whole.parent.arguments?.indexOf(whole.node) ?? -1, isFirst };
}

function reason(path) {
  if (!isText(path.node)) {
    return undefined;
  }
  if (path.parent.type === 'ObjectProperty' && path.parent.value === path.node && PROPERTIES.includes(path.parent.key.name)) {
    return 'a description or Sid, by which AWS decides nothing';
  }
  const { call, index, isFirst } = argument(path);
  const name = nameOf(call);
  return index < 0 ? undefined
    : name === 'join' ? 'it separates the parts of a text'
      : index >= CALLS[name] || (ERRORS.includes(name) && !isFirst) ? 'it explains' : undefined;
}

exports.strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'texts', {
  shouldIgnore: (path) => {
    const found = reason(path);
    return found && `text: ${found}`;
  },
})];
