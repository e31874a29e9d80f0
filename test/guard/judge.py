"""Judges templates by the rules of a Guard file. Reads and writes JSON: what each rule of a case finds, as logical ids."""
import json
import re
import sys

from guardpycfn import validate_with_guard

RULE = re.compile(r'^rule (\w+)')
SUBJECTS = re.compile(r'^  when %(\w+) !empty', re.MULTILINE)


class Rules:
    """The file in its parts: a rule is read with the variables that it needs, as the engine reads all that it is given every time."""

    def __init__(self, text):
        parts = re.split(r'^(?=let |rule )', text, flags=re.MULTILINE)
        self.rules = {RULE.match(part).group(1): part for part in parts if RULE.match(part)}
        self.variables = {}
        for part in parts:
            if part.startswith('let '):
                for name in [part.split()[1], *re.findall(r'Resources\[ (\w+) \|', part)]:
                    self.variables[name] = part

    def alone(self, names):
        needed, open_parts = [], [self.rules[name] for name in names]
        while open_parts:
            for name in re.findall(r'%(\w+)', open_parts.pop()):
                part = self.variables.get(name)
                if part and part not in needed:
                    needed.append(part)
                    open_parts.append(part)
        return ''.join(needed + [self.rules[name] for name in names])


def judged(text, template):
    answer = validate_with_guard(json.dumps(template), text)
    if not answer['success']:
        raise RuntimeError(answer['error'])
    return answer['result']


def places(node):
    """The logical ids of the resources that a part of a report names."""
    if isinstance(node, list):
        return set().union(*map(places, node))
    if not isinstance(node, dict):
        return set()
    found = re.match(r'/Resources/([^/]+)', node['path']) if isinstance(node.get('path'), str) else None
    return set().union({found.group(1)} if found else (), *map(places, node.values()))


def one_by_one(rules, name, template):
    """For a report that is longer than the engine's buffer, of which only the end comes back: each resource as if it were alone."""
    text = rules.alone([name])
    types = set()
    for variable in SUBJECTS.findall(rules.rules[name]):
        opening = re.compile(rf'^let {variable} = Resources\[ {variable}_ids \|\s+Type == "(.+?)"', re.MULTILINE)
        types.add(opening.search(text).group(1))
        text = opening.sub(lambda found: f'{found.group(0)}\n  Judged exists\n', text, count=1)
    for logical_id, resource in template['Resources'].items():
        if resource.get('Type') in types:
            marked = {**template, 'Resources': {**template['Resources'], logical_id: {**resource, 'Judged': True}}}
            report = judged(text, marked)
            if isinstance(report, str) or report['not_compliant']:
                yield logical_id


def failing(names, report):
    """The rules that may fail, by the end of a report: it lists those that pass after those that do not apply."""
    passed = report.partition('"not_applicable": [')[2] if '"compliant": [' in report else ''
    return [name for name in names if f'"{name}"' not in passed]


def findings(rules, names, template):
    report = judged(rules.alone(names), template)
    if isinstance(report, str):
        if len(names) > 1:
            return {name: found for one in failing(names, report) for name, found in findings(rules, [one], template).items()}
        return {names[0]: sorted(one_by_one(rules, names[0], template))}
    found = {failed['Rule']['name']: sorted(places(failed['Rule']['checks'])) for failed in report['not_compliant']}
    if not all(found.values()):
        raise RuntimeError(f'A rule fails and names no resource: {found}')
    return found


def main():
    request = json.load(sys.stdin)
    rules = Rules(request['rules'])
    json.dump([findings(rules, case.get('names') or list(rules.rules), case['template']) for case in request['cases']], sys.stdout)


main()
