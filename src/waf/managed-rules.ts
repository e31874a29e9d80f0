/**
 * The rules inside the AWS managed groups that we use, by their names in the WAF Developer Guide ("AWS Managed Rules rule
 * groups list").
 */
const RULES_OF = {
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER', 'UserAgent_BadBots_HEADER', 'SizeRestrictions_QUERYSTRING', 'SizeRestrictions_Cookie_HEADER',
    'SizeRestrictions_BODY', 'SizeRestrictions_URIPATH', 'EC2MetaDataSSRF_BODY', 'EC2MetaDataSSRF_COOKIE', 'EC2MetaDataSSRF_URIPATH',
    'EC2MetaDataSSRF_QUERYARGUMENTS', 'GenericLFI_QUERYARGUMENTS', 'GenericLFI_URIPATH', 'GenericLFI_BODY', 'RestrictedExtensions_URIPATH',
    'RestrictedExtensions_QUERYARGUMENTS', 'GenericRFI_QUERYARGUMENTS', 'GenericRFI_BODY', 'GenericRFI_URIPATH',
    'CrossSiteScripting_COOKIE',
    'CrossSiteScripting_QUERYARGUMENTS', 'CrossSiteScripting_BODY', 'CrossSiteScripting_URIPATH',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_HEADER', 'JavaDeserializationRCE_BODY', 'JavaDeserializationRCE_URIPATH', 'JavaDeserializationRCE_QUERYSTRING',
    'Host_localhost_HEADER', 'PROPFIND_METHOD', 'ExploitablePaths_URIPATH', 'Log4JRCE_HEADER', 'Log4JRCE_QUERYSTRING', 'Log4JRCE_BODY',
    'Log4JRCE_URIPATH', 'ReactJSRCE_BODY',
  ],
  AWSManagedRulesSQLiRuleSet: [
    'SQLi_QUERYARGUMENTS', 'SQLiExtendedPatterns_QUERYARGUMENTS', 'SQLi_BODY', 'SQLiExtendedPatterns_BODY', 'SQLi_COOKIE', 'SQLi_URIPATH',
    'SQLi_HEADER', 'SQLiExtendedPatterns_HEADER', 'SQLiExtendedPatterns_URIPATH', 'SQLiExtendedPatterns_COOKIE',
  ],
};

export type ManagedGroup = keyof typeof RULES_OF;

/** The managed group that a rule of the web ACL refers to. */
export const MANAGED_GROUPS = {
  CommonRuleSet: 'AWSManagedRulesCommonRuleSet',
  KnownBadInputsRuleSet: 'AWSManagedRulesKnownBadInputsRuleSet',
  SqlInjectionRuleSet: 'AWSManagedRulesSQLiRuleSet',
} as const satisfies Record<string, ManagedGroup>;

export const KNOWN_RULES = Object.values(RULES_OF).flat();

/** What comes before the first underscore: the rules of a family inspect one component of a request each. */
const familyOf = (rule: string): string => rule.split('_')[0];

/**
 * The names of a list that are overridden in a group: its own, and unknown ones of its families or of none (a token too), which AWS
 * WAF ignores where they do not belong.
 */
export function countedIn(group: ManagedGroup, names: string[] = []): string[] {
  const families = new Set(RULES_OF[group].map(familyOf));
  const others = new Set(KNOWN_RULES.map(familyOf));
  return names.filter((name) => RULES_OF[group].includes(name)
    || (!KNOWN_RULES.includes(name) && (families.has(familyOf(name)) || !others.has(familyOf(name)))));
}
