import { either, isSet, relation, Resource, SAID_ELSEWHERE, some } from '../evidence';

export const PROTECTS = relation('is associated with a resource', SAID_ELSEWHERE, (acl, all) =>
  all.referring('AWS::WAFv2::WebACLAssociation', 'WebACLArn', acl).length > 0
  || acl.properties.Scope === 'CLOUDFRONT' ? undefined : 'nothing in this app is associated with it, so it inspects no request');

const SET = 'IPSetReferenceStatement';

/** The addresses of a set, or of one of several. */
export const REFERS_TO_ADDRESSES = either(
  isSet(`Statement.${SET}`), some('Statement.OrStatement.Statements', isSet(SET)),
);

/** Rules for it are written in many ways; each names the header. */
export const BLOCKS_WITHOUT_USER_AGENT = relation('blocks requests without a valid User-Agent', 'a rule for it can be written in many ways',
  (acl) => rulesOf(acl).some(({ Action, Statement }) => Action?.Block !== undefined
    && /"SingleHeader":\{"Name":"user-agent"\}/i.test(JSON.stringify(Statement))) ? undefined : 'none of its rules blocks by User-Agent');

const rulesOf = ({ properties }: Resource): { Action?: { Block?: unknown }; Statement?: unknown }[] =>
  Array.isArray(properties.Rules) ? properties.Rules : [];

const HEADERS = ['authorization', 'cookie'];

export const IS_LOGGED = relation('has a log without credentials', SAID_ELSEWHERE, (acl, all) => {
  const [logging] = all.referring('AWS::WAFv2::LoggingConfiguration', 'ResourceArn', acl);
  const redacted = JSON.stringify(logging?.properties.RedactedFields ?? '').toLowerCase();
  const open = HEADERS.filter((name) => !redacted.includes(`"${name}"`));
  return !logging ? 'it has no log' : open.length > 0 ? `its log does not redact the header ${open.join(' and ')}` : undefined;
});

/** What a log redacts stays in the samples. */
export const PROTECTS_CREDENTIALS = relation('protects credentials in its samples', 'the names are in lists of lists', (acl) => {
  const protectedFields = JSON.stringify(acl.properties.DataProtectionConfig ?? '').toLowerCase();
  const open = [...HEADERS, 'x-amz-security-token', 'x-amz-signature'].filter((name) => !protectedFields.includes(`"${name}"`));
  return open.length > 0 ? `its DataProtectionConfig does not protect ${open.join(', ')}` : undefined;
});

export const RECEIVES_THE_LOG = relation('receives the log of a web ACL', SAID_ELSEWHERE, (group, all) =>
  all.ofType('AWS::WAFv2::LoggingConfiguration').some((one) => all.refers(one.properties.LogDestinationConfigs, one, group))
    ? undefined : 'no web ACL logs there');
