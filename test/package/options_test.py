"""The options that the type stub names are those that the code takes: a wrong one is rejected with the name of the nearest."""

import ast
import pathlib

import cdk_hardened_middleware as middleware

package = pathlib.Path(middleware.__file__).parent
stub = ast.parse((package / "__init__.pyi").read_text())
classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}


def named(name):
    """The keys of a TypedDict, with those of what it extends."""
    own = {item.target.id for item in classes[name].body if isinstance(item, ast.AnnAssign)}
    return own.union(*(named(base.id) for base in classes[name].bases if base.id in classes))


def taken(function):
    """What the code passes to require_known under the name of the function."""
    for path in package.glob("*.py"):
        tree = ast.parse(path.read_text())
        assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
        tuples = {target.id: node.value for node in assigned for target in node.targets if isinstance(target, ast.Name)}
        for node in ast.walk(tree):
            calls = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "require_known"
            if calls and getattr(node.args[0], "value", None) == function:
                options = node.args[2]
                return set(ast.literal_eval(tuples[options.id] if isinstance(options, ast.Name) else options))
    raise AssertionError(f"{function} checks no options")


assert named("_WrapOptions") == taken("with_security_headers")
assert named("_HeaderOptions") == taken("apply_security_headers")
assert named("_ValidateOptions") == taken("validate_request_headers")
values = ast.parse((package / "values.py").read_text())
sanitize = next(node.value for node in values.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "OPTIONS")
assert named("_SanitizeOptions") == set(ast.literal_eval(sanitize))
